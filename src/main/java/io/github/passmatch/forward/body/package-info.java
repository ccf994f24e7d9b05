/**
 * Relays bodies: from the client to the upstream, and from the upstream to the client.
 *
 * <p>Start at {@link io.github.passmatch.forward.body.BodyRelay}.
 */
package io.github.passmatch.forward.body;
