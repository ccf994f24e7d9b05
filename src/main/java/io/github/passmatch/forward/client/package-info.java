/**
 * The client: its connection and address, how it addressed us, and whether it is still there.
 *
 * <p>Start at {@link io.github.passmatch.forward.client.ClientView}.
 */
package io.github.passmatch.forward.client;
