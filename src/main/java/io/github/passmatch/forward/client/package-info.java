/**
 * The client: connection and address, the requested scheme and host, and whether the client is still connected.
 *
 * <p>Start at {@link io.github.passmatch.forward.client.ClientView}.
 */
package io.github.passmatch.forward.client;
