/**
 * Differences of servlet containers that the Servlet API does not specify. Depends on the Servlet API only; classes of a container are reached by reflection,
 * from the objects that the container passes to the filter. Start at {@link io.github.passmatch.forward.container.ServletContainer}.
 */
package io.github.passmatch.forward.container;
