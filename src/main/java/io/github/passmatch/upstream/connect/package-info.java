/**
 * From nothing to a connection: addresses, TCP and unix sockets, tunnels, TLS, and HttpClient's pool.
 *
 * <p>Start at {@link io.github.passmatch.upstream.connect.Connector}.
 */
package io.github.passmatch.upstream.connect;
