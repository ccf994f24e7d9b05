/**
 * What servlet containers do differently where the Servlet API is silent. Knows the Servlet API; classes of a container are reached by reflection
 * alone, found from the objects that the container hands to the filter. Start at {@link io.github.passmatch.forward.container.ServletContainer}.
 */
package io.github.passmatch.forward.container;
