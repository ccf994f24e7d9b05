/**
 * Connections to upstream servers: lease, use, release, and the verdict on reuse. The only package that touches
 * HttpClient's connection managers. Knows rules; knows nothing of servlets. Start at {@link io.github.passmatch.upstream.Upstream};
 * what the head of an upstream request holds is made by {@link io.github.passmatch.upstream.request.RequestFields}, of values, so that it can be shown without being sent.
 *
 * <h2>The life of a connection</h2>
 *
 * <p><b>Who owns it.</b> Every rule has one {@link io.github.passmatch.upstream.Upstream}, and with it one HttpClient connection manager: the pool. The pool owns
 * a connection that is idle; {@link io.github.passmatch.upstream.Upstream#open} takes it out, and from then on one {@link io.github.passmatch.upstream.Exchange}
 * owns it until {@link io.github.passmatch.upstream.Exchange#close}, which is reached on every way out. Nobody else ever holds a reference that outlives the exchange.
 *
 * <p><b>Which thread may touch it.</b> Only the thread that opened the exchange reads and writes. The {@link io.github.passmatch.upstream.time.Watchdog}'s thread may
 * do two things to it at any time, both through the exchange's {@link io.github.passmatch.upstream.time.Guard}: close its socket, and end its sending side when an answer has come
 * while a write waits. The guard strikes at most once, and never after it has been released; an exchange whose guard has struck never gives its connection back.
 * So no strike can hit the connection's next owner. Nor may anybody close a connection that he has given back: the pool may have passed it on already.
 *
 * <p><b>Stages.</b>
 * <ol>
 * <li><i>Lease.</i> A free connection, or the right to make one, is waited for: {@code acquire} at most. {@code max} bounds both together, for rules that keep
 * connections and for those that do not.
 * {@link io.github.passmatch.upstream.connect.Slots} keep {@code max}. Connections on which a client is logged in bear its name in the pool, so that only it gets them
 * ({@link io.github.passmatch.upstream.Logins}).
 * <li><i>Look.</i> A kept one is used only if it leads to the right peer, its time has not passed, the peer has not closed it, and not one unread byte lies on it; else it is closed and
 * replaced, which costs the client nothing. {@link io.github.passmatch.upstream.outcome.LeaseVerdict} says what was found.
 * <li><i>Connect.</i> {@link io.github.passmatch.upstream.connect.Connector}: look-up, TCP or a Unix socket, a remote proxy's tunnel, TLS; {@code connectiontimeout} for each.
 * <li><i>Conversation.</i> {@link io.github.passmatch.upstream.HeadExchange}: the request goes out, heads come in. An interim answer is passed on and ends nothing. A final one ends the upload where it stands.
 * <li><i>Body.</i> {@link io.github.passmatch.upstream.ResponseBody}: read to its end as its framing says (RFC 9112 §6.3, strictly), and passed on piece by piece.
 * <li><i>Release.</i> Only an exchange that reached {@link io.github.passmatch.upstream.Exchange#complete} can keep its connection, and only if nothing speaks against it;
 * {@link io.github.passmatch.upstream.outcome.ReleaseVerdict} says what does. It is given back as soon as the upstream's last byte is here, before a slow client has it.
 * </ol>
 *
 * <p><b>What each failure does to it.</b> Every failure closes it at once, without reading what nobody wants, and frees its slot:
 * <table>
 * <caption>Failures</caption>
 * <tr><th>what happens</th><th>connection</th><th>the exchange ends with</th></tr>
 * <tr><td>no slot within {@code acquire}</td><td>none was taken</td><td>{@code POOL_EXHAUSTED}</td></tr>
 * <tr><td>connect, tunnel or handshake fails</td><td>closed</td><td>{@code REFUSED}, {@code CONNECT_TIMEOUT}, {@code TLS} …; with {@code status=-I} the rule rests for {@code retry}</td></tr>
 * <tr><td>a kept one breaks before any byte of an answer</td><td>closed ({@code DIED})</td><td>one replay on a new connection, if no byte was written, or the method is idempotent and its body
 * still at hand; else {@code NO_ANSWER} or {@code SEND}</td></tr>
 * <tr><td>a new one breaks before an answer</td><td>closed</td><td>{@code NO_ANSWER}, {@code SEND}; never replayed</td></tr>
 * <tr><td>a write fails, and an answer is there</td><td>closed after the answer's body</td><td>that answer</td></tr>
 * <tr><td>nothing comes, or nothing is taken, within {@code timeout}</td><td>closed by the watchdog</td><td>{@code ANSWER_TIMEOUT}, {@code SEND_TIMEOUT}, {@code BODY_TIMEOUT}</td></tr>
 * <tr><td>{@code totaltimeout} passes</td><td>closed by the watchdog, in whatever stage</td><td>{@code TOTAL_TIMEOUT}</td></tr>
 * <tr><td>the client leaves ({@link io.github.passmatch.upstream.time.ResponseListener#hasLeft}), or a write to it fails</td><td>closed, in whatever stage; a place in the queue is given up</td>
 * <td>{@link io.github.passmatch.upstream.outcome.ClientGone}, which never counts against the upstream</td></tr>
 * <tr><td>the request body breaks off</td><td>closed before the body's end is marked</td><td>{@link io.github.passmatch.upstream.outcome.ClientGone}</td></tr>
 * <tr><td>a head that is no HTTP/1, two lengths, another coding, a 101 unasked, ten interim answers</td><td>closed</td><td>{@code BAD_ANSWER}, {@code FIELD_TOO_LONG}, {@code SPEAKS_TLS}</td></tr>
 * <tr><td>a login that the connection keeps (NTLM, Negotiate)</td><td>kept for one client connection; closed if that ends or is not known</td><td>nothing</td></tr>
 * <tr><td>the answer's body breaks off or is malformed</td><td>closed</td><td>{@code BODY}; what was sent to the client is cut, never completed</td></tr>
 * <tr><td>bytes behind the answer's end</td><td>closed at release, or at the next look</td><td>nothing: the answer was whole</td></tr>
 * <tr><td>the rule is gone from the configuration</td><td>idle ones closed at once, leased ones at release, after five minutes without waiting for that</td><td>nothing; {@code BODY}
 * and its like after five minutes</td></tr>
 * <tr><td>the proxy is stopped</td><td>closed, in whatever stage; a place in the queue is given up</td><td>{@code SHUT_DOWN}</td></tr>
 * </table>
 *
 * <p><b>From one configuration to the next.</b> {@link io.github.passmatch.upstream.Upstreams} are those of one configuration; {@link io.github.passmatch.upstream.Upstreams#successor} takes over
 * what has an equal {@link io.github.passmatch.upstream.PoolKey}. What is left keeps no more connections, and is closed when no configuration in use has it any more
 * ({@link io.github.passmatch.upstream.UpstreamLifetime}). {@link io.github.passmatch.upstream.LiveUpstreams} knows them all.
 *
 * <p><b>Who is told.</b> An {@link io.github.passmatch.upstream.Observer} hears of each lease and release as it is decided, and of each request once when it is over: a
 * {@link io.github.passmatch.upstream.outcome.FinishedExchange}, made of the {@link io.github.passmatch.upstream.ExchangeRecord} that was noted on the way. It only listens.
 *
 * <p>All types are safe for concurrent use except {@link io.github.passmatch.upstream.Exchange} and what it hands out, which stay on one thread.
 */
package io.github.passmatch.upstream;
