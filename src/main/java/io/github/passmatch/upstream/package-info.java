/**
 * Connections to upstream servers: lease, use, release, and the verdict on reuse. The only package that touches
 * HttpClient's connection managers. Knows rules; knows nothing of servlets.
 *
 * <h2>The life of a connection</h2>
 * Every rule has one {@link io.github.passmatch.upstream.Upstream}, and with it one HttpClient connection manager.
 * {@link io.github.passmatch.upstream.Upstream#open} leases a connection and hands out an
 * {@link io.github.passmatch.upstream.Exchange}, which owns it until it is closed. Only the thread that opened the exchange
 * touches the connection, with one exception: the {@link io.github.passmatch.upstream.Watchdog} may close its socket, at any
 * time, when the limit of the current wait has passed; the owner then sees its read or write fail and asks the guard why.
 *
 * <p>A connection leads to a {@link io.github.passmatch.upstream.Peer} and never serves another: an upstream, the name it must prove by TLS, and the proxy on
 * the way. {@link io.github.passmatch.upstream.Connector} makes it, over TCP or a {@link io.github.passmatch.upstream.UnixSocket};
 * {@link io.github.passmatch.upstream.TlsClient} and {@link io.github.passmatch.upstream.PeerTrust} see to TLS.
 *
 * <p>Leasing answers with a {@link io.github.passmatch.upstream.LeaseVerdict}: a connection from the pool is looked at before it is
 * used (past its time? closed by the peer? unread bytes?) and replaced if anything is wrong with it. Releasing answers with a
 * {@link io.github.passmatch.upstream.ReleaseVerdict}: only an exchange that reached
 * {@link io.github.passmatch.upstream.Exchange#complete} can keep its connection; every other way out closes it at once,
 * without reading what nobody wants. Both verdicts are what the pool does and what diagnostics print.
 *
 * <p>Start at {@link io.github.passmatch.upstream.Upstream}. All types are safe for concurrent use except
 * {@link io.github.passmatch.upstream.Exchange} and what it hands out, which stay on one thread.
 */
package io.github.passmatch.upstream;
