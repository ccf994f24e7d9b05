/**
 * Connections to upstream servers: lease, use, release, and the verdict on reuse. The only package that touches
 * HttpClient's connection managers. It knows rules and knows nothing of servlets. Start at {@link io.github.passmatch.upstream.Upstream};
 * {@link io.github.passmatch.upstream.request.RequestFields} makes the head of an upstream request from values, so that the head can be shown without being sent.
 *
 * <h2>The life of a connection</h2>
 *
 * <p><b>Who owns it.</b> Every rule has one {@link io.github.passmatch.upstream.Upstream}, and with it one HttpClient connection manager: the pool. The pool owns
 * an idle connection. {@link io.github.passmatch.upstream.Upstream#prepare} asks for a connection, {@link io.github.passmatch.upstream.PendingExchange#send} leases one and sends the request. From then on the request's {@link io.github.passmatch.upstream.Exchange}
 * owns the connection until {@link io.github.passmatch.upstream.Exchange#close}, which every path reaches. No reference to the connection outlives the exchange.
 *
 * <p><b>Which thread may touch it when.</b> One thread at a time owns an exchange and its connection. The owner changes at these moments only:
 * <ol>
 * <li>{@link io.github.passmatch.upstream.PendingExchange#awaitConnection} is called, before there is a connection. The caller touches nothing of the exchange from then on.
 * The wait ends on the thread that gives a slot back, on the watchdog's, or on the one that stops the proxy. None of these may wait, so they pass the exchange on to a worker thread, which sends the request.
 * <li>{@link io.github.passmatch.upstream.PendingExchange#awaitConnected} is called, while the connection is made. The same applies; the wait ends on a selector thread, on the watchdog's, or on the one that
 * stops the proxy.
 * <li>{@link io.github.passmatch.upstream.PendingExchange#await} returns true. The caller has sent the whole request, and from now on touches nothing of the exchange or of the connection: when
 * {@code await} returns, the response may have been read already, and the connection leased to another request. While the exchange waits, it has no thread.
 * <li>The wait ends: a selector thread of {@link io.github.passmatch.upstream.reactor.Reactor} has read the head of the response, or the connection was closed. That thread is the owner now. A selector thread must never
 * wait. In {@code java -jar} the selectors are those of the server, whose threads also send requests: only on a kept connection, and only short ones ({@link io.github.passmatch.upstream.PendingExchange#sendsAtOnce});
 * where a step would have to wait nevertheless, {@link io.github.passmatch.upstream.reactor.WouldWait} is thrown before anything was sent, and a worker thread repeats the step. It finishes a response that lies in memory as a whole ({@link io.github.passmatch.upstream.PendingExchange#isWhole}); for everything else it passes the exchange on to a worker thread, which reads and writes in blocking mode.
 * </ol>
 * A connection that has been awaited once stays registered with its selector, also while it is idle; only the selector thread reads it then. A worker thread that needs more than the selector thread has read takes
 * the connection from the selector ({@link io.github.passmatch.upstream.reactor.WatchedChannel#block}). Requests that may not wait without a thread (no {@code async-supported}, a wrapped
 * response), and connections over a Unix socket, use blocking mode from start to end, on one thread.
 *
 * <p><b>TLS.</b> The connect and the handshake use blocking mode. After that, a connection over TLS is watched like any other: the selector thread receives encrypted bytes, and, while no thread owns the connection,
 * lets JSSE decrypt the complete records ({@link io.github.passmatch.upstream.connect.TlsInput}); a ticket or new keys are no input, so that the wait or the idle time goes on. A handshake that the upstream begins (TLS 1.2)
 * ends the wait, and the worker thread performs it; on an idle connection, it counts as unexpected input.
 *
 * <p>The thread of the {@link io.github.passmatch.upstream.time.Watchdog} may do two things to a connection at any time, both through the exchange's {@link io.github.passmatch.upstream.time.Guard}: close it,
 * and end its sending side when a response has come while a write waits. The guard acts at most once, and never after the guard has been released. An exchange whose guard has acted never gives its connection back,
 * so the guard cannot hit the connection's next owner. A connection that is closed while an exchange waits without a thread resumes that exchange.
 *
 * <p><b>Stages.</b>
 * <ol>
 * <li><i>Lease.</i> The request waits for a free connection, or for the right to make one, at most {@code acquire}, with a thread or without one; all requests of the rule wait in one queue. {@code max} limits both together, for rules that keep
 * connections and for rules that do not.
 * {@link io.github.passmatch.upstream.connect.Slots} keep {@code max}. Connections on which a client is logged in have that client's name in the pool, so that no other client gets them
 * ({@link io.github.passmatch.upstream.Logins}).
 * <li><i>Look.</i> A kept connection is used only if it leads to the right server, its time has not passed, the upstream has not closed it, and no unread byte lies on it; else it is closed and
 * replaced, which costs the client nothing. {@link io.github.passmatch.upstream.outcome.LeaseVerdict} says what was found. An idle connection that its selector sees end ({@code close_notify} too), or on which bytes arrive, is closed and leaves the pool at once;
 * {@link io.github.passmatch.upstream.connect.LostConnections} keeps the reason for the next request that finds the pool empty.
 * <li><i>Connect.</i> {@link io.github.passmatch.upstream.connect.Connector}: look-up, TCP or a Unix socket, a remote proxy's tunnel, TLS; {@code connectiontimeout} for each. A connect to a single address waits without a thread; everything else, and the rest of what was begun, is blocking.
 * <li><i>Send, and heads.</i> {@link io.github.passmatch.upstream.HeadExchange}: the request is sent, heads are read. An interim response is passed on. A final response ends the upload where it is.
 * <li><i>Body.</i> {@link io.github.passmatch.upstream.ResponseBody}: read to its end as its framing says (RFC 9112 §6.3, strictly), and passed on piece by piece.
 * <li><i>Release.</i> Only an exchange that reached {@link io.github.passmatch.upstream.Exchange#complete} can keep its connection, and only if nothing speaks against it;
 * {@link io.github.passmatch.upstream.outcome.ReleaseVerdict} says what does. The connection is given back as soon as the upstream's last byte is here, before a slow client has that byte.
 * </ol>
 *
 * <p><b>What each failure does to it.</b> Every failure closes the connection at once, without reading what nobody needs, and frees its slot:
 * <table>
 * <caption>Failures</caption>
 * <tr><th>what happens</th><th>connection</th><th>the exchange ends with</th></tr>
 * <tr><td>no slot within {@code acquire}</td><td>none was leased</td><td>{@code POOL_EXHAUSTED}</td></tr>
 * <tr><td>connect, tunnel or handshake fails</td><td>closed</td><td>{@code REFUSED}, {@code CONNECT_TIMEOUT}, {@code TLS} …; unless {@code status=+I} is set, the rule is not used for {@code retry}</td></tr>
 * <tr><td>a kept connection breaks before any byte of a response</td><td>closed ({@code DIED})</td><td>one replay on a new connection, if no byte was written, or the method is idempotent and the request body
 * can be sent again; else {@code NO_ANSWER} or {@code SEND}</td></tr>
 * <tr><td>a new connection breaks before a response</td><td>closed</td><td>{@code NO_ANSWER}, {@code SEND}; never replayed</td></tr>
 * <tr><td>a write fails, and a response is there</td><td>closed after the response's body</td><td>that response</td></tr>
 * <tr><td>the upstream sends nothing, or takes nothing, within {@code timeout}</td><td>closed by the watchdog</td><td>{@code ANSWER_TIMEOUT}, {@code SEND_TIMEOUT}, {@code BODY_TIMEOUT}</td></tr>
 * <tr><td>{@code totaltimeout} passes</td><td>closed by the watchdog, in every stage</td><td>{@code TOTAL_TIMEOUT}</td></tr>
 * <tr><td>the client leaves ({@link io.github.passmatch.upstream.time.ResponseListener#hasLeft}), or a write to the client fails</td><td>closed, in every stage; a place in the queue is given up</td>
 * <td>{@link io.github.passmatch.upstream.outcome.ClientGone}, which never counts against the upstream</td></tr>
 * <tr><td>the request body breaks off</td><td>closed before the body's end is marked</td><td>{@link io.github.passmatch.upstream.outcome.ClientGone}</td></tr>
 * <tr><td>a head that is not HTTP/1, two lengths, another coding, a 101 that nobody asked for, ten interim responses</td><td>closed</td><td>{@code BAD_ANSWER}, {@code FIELD_TOO_LONG}, {@code SPEAKS_TLS}</td></tr>
 * <tr><td>a login that belongs to the connection (NTLM, Negotiate)</td><td>kept for one client connection; closed if that ends or is not known</td><td>nothing</td></tr>
 * <tr><td>the response's body breaks off or is malformed</td><td>closed</td><td>{@code BODY}; what was sent to the client is cut, never completed</td></tr>
 * <tr><td>bytes after the response's end</td><td>closed at release, or when they arrive</td><td>nothing: the response was whole</td></tr>
 * <tr><td>the rule is not in the configuration any more</td><td>idle ones closed at once, leased ones at release, after five minutes ({@code draintime} of the balancer) without waiting for that</td><td>nothing; {@code BODY}
 * and similar after five minutes</td></tr>
 * <tr><td>the proxy is stopped</td><td>closed, in every stage; a place in the queue is given up</td><td>{@code SHUT_DOWN}</td></tr>
 * </table>
 *
 * <p><b>From one configuration to the next.</b> {@link io.github.passmatch.upstream.Upstreams} are those of one configuration; {@link io.github.passmatch.upstream.Upstreams#successor} keeps
 * those with an equal {@link io.github.passmatch.upstream.PoolKey}. The others keep no more connections, and are closed when no configuration in use has them any more
 * ({@link io.github.passmatch.upstream.UpstreamLifetime}). {@link io.github.passmatch.upstream.LiveUpstreams} knows them all.
 *
 * <p><b>Who is told.</b> An {@link io.github.passmatch.upstream.Observer} is told of each lease and release when it is decided, and of each request once when the request is over: a
 * {@link io.github.passmatch.upstream.outcome.FinishedExchange}, made of the {@link io.github.passmatch.upstream.ExchangeRecord} that was filled on the way.
 *
 * <p>All types are safe for concurrent use except {@link io.github.passmatch.upstream.PendingExchange}, {@link io.github.passmatch.upstream.Exchange} and what they return, which one thread at a time may use.
 */
package io.github.passmatch.upstream;
