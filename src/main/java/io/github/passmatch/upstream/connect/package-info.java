/**
 * How connections are opened and pooled: addresses, TCP and Unix sockets, tunnels, TLS, and HttpClient's pool.
 *
 * <p>Start at {@link io.github.passmatch.upstream.connect.Connector}.
 */
package io.github.passmatch.upstream.connect;
