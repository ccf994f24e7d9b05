/**
 * Bodies on their way through: the client's to the upstream, the upstream's to the client.
 *
 * <p>Start at {@link io.github.passmatch.forward.body.BodyRelay}.
 */
package io.github.passmatch.forward.body;
