package io.github.passmatch.upstream;

import static io.github.passmatch.upstream.UpstreamRequest.Manner.AWAIT_CONTINUE;
import static io.github.passmatch.upstream.UpstreamRequest.Manner.NOT_KEPT;
import static io.github.passmatch.upstream.UpstreamRequest.Manner.HTTP_1_0;

import io.github.passmatch.rules.Field;
import io.github.passmatch.rules.Rule;
import io.github.passmatch.upstream.UpstreamFailure.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.hc.client5.http.impl.ConnectionHolder;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.io.CloseMode;

/**
 * One request and its answer on one connection. Owns the connection until {@link #close}, which keeps it only if
 * {@link #complete} was reached and nothing speaks against it. Stays on the thread that opened it.
 */
public final class Exchange implements AutoCloseable {

    /** As httpd: the tenth interim answer in a row is one too many. */
    private static final int MAX_INTERIM = 9;
    private static final int CHUNK_END = 2;

    private final Upstream upstream;
    private final UpstreamRequest request;
    private final ConnectionEndpoint endpoint;
    private final Peer peer;
    private final long timeoutNanos;
    private UpstreamConnection connection;
    private final Guard guard;
    private final Recipient recipient;
    private final Course course;
    private LeaseVerdict leaseVerdict;
    private ReleaseVerdict.Reason outcome = ReleaseVerdict.Reason.FAILED;
    private ReleaseVerdict releaseVerdict;
    private UpstreamResponse response;
    private InputStream body;           // null: there is none, or it has been read to its end
    private ChunkedBody chunks;          // the body, if it comes in chunks; knows its trailers when it has been read
    private boolean requestSent;
    private boolean endsWithConnection;
    private long bodyLeft;              // where the length is known
    private long receivedBefore;

    Exchange(Upstream upstream, UpstreamRequest request, ConnectionEndpoint endpoint, Recipient recipient, Guard guard, Course course) {
        this.upstream = upstream;
        this.request = request;
        this.endpoint = endpoint;
        this.recipient = recipient;
        this.guard = guard;
        this.course = course;
        this.peer = Peer.of(request, upstream.settings().egress());
        this.timeoutNanos = upstream.settings().timeout().toNanos();
    }

    void begin(LeaseVerdict.Reason insistOnNew) throws UpstreamFailure, ClientGone, DeadConnection {
        LeaseVerdict.Reason found = look(insistOnNew);
        if (found != LeaseVerdict.Reason.REUSED) connect();
        connection.beginExchange();
        leaseVerdict = new LeaseVerdict(found, connection.exchanges());
        course.leased(leaseVerdict);
        receivedBefore = received();
        guard.endBy(() -> connection.close(CloseMode.IMMEDIATE));
        guard.whileSending(connection::stopSendingIfAnswered);
        ClassicHttpResponse head = converse();
        course.answered();
        prepareBody(head);
    }

    /** Looks at the connection that the pool gave, and lets go of it if it is not fit. */
    private LeaseVerdict.Reason look(LeaseVerdict.Reason insistOnNew) {
        LeaseVerdict.Reason found = upstream.settings().reuse().pooled() ? LeaseVerdict.Reason.POOL_EMPTY : LeaseVerdict.Reason.RULE;
        if (endpoint.isConnected()) {
            connection = connectionOf(endpoint);
            found = insistOnNew != null ? insistOnNew : connection.inspect(peer, upstream.now());
            if (found != LeaseVerdict.Reason.REUSED) endpoint.close(CloseMode.GRACEFUL);
        } else if (insistOnNew != null) {
            found = insistOnNew;
        }
        return found;
    }

    private static UpstreamConnection connectionOf(ConnectionEndpoint endpoint) {
        return (UpstreamConnection) ((ConnectionHolder) endpoint).get();
    }

    private void connect() throws UpstreamFailure, ClientGone {
        HttpCoreContext context = HttpCoreContext.create();
        Connector.Progress progress = new Connector.Progress(guard);
        context.setAttribute(Connector.PEER, peer);
        context.setAttribute(Connector.PROGRESS, progress);
        guard.endBy(progress::abort);
        long start = System.nanoTime();
        try {
            upstream.manager().connect(endpoint, null, context);
            connection = connectionOf(endpoint);
        } catch (IOException e) {
            refuseIfEnded(progress.phase(), e);
            upstream.connectFailed();
            throw failure(Connector.kindOf(progress.phase(), e), progress.phase(), upstream.settings().connectTimeout(), start, e);
        } finally {
            course.connected(System.nanoTime() - start);
        }
    }

    /** Sends the request and reads heads until the final one. An interim answer during the upload does not end it. */
    private ClassicHttpResponse converse() throws UpstreamFailure, ClientGone, DeadConnection {
        RequestSender sender = new RequestSender(connection, guard, timeoutNanos, upstream.settings().ioBufferSize());
        boolean pings = pings();
        sender.head(request, peer, mayKeep(), pings);
        boolean hold = pings || request.is(AWAIT_CONTINUE);
        send(sender, !hold);
        for (int interims = 0; ; interims++) {
            ClassicHttpResponse head = receive(pings && hold ? Phase.CONTINUE : Phase.HEAD);
            if (head.getCode() >= 200) return head;
            if (head.getCode() == 101) throw badAnswer("it switched protocols (101) without being asked", null);
            if (interims == MAX_INTERIM) throw badAnswer("more than " + MAX_INTERIM + " interim answers", null);
            if (head.getCode() != 100) recipient.interim(toResponse(head));
            else hold = false;
            if (!requestSent && !hold) send(sender, true);
        }
    }

    /** {@code ping}: whether the body waits to be asked for. */
    private boolean pings() {
        long length = request.body().length();
        return upstream.settings().dialogue().ping().isPresent() && length != RequestBody.NONE && length != 0 && !request.is(HTTP_1_0);
    }

    private void send(RequestSender sender, boolean withBody) throws UpstreamFailure, ClientGone, DeadConnection {
        long start = System.nanoTime();
        try {
            if (withBody) requestSent = sender.body(request);
            else sender.flush();
        } catch (ClientGone e) {
            outcome = ReleaseVerdict.Reason.CLIENT_GONE;
            throw e;
        } catch (IOException e) {
            // The upstream may have answered, and closed, without waiting for the rest: then that is the answer.
            if (guard.struck() || !connection.hasInput()) throw broken(Phase.SEND, guard.struck() ? Kind.SEND_TIMEOUT : Kind.SEND, start, e);
        } finally {
            guard.disarm();
            course.sent(sender.sentOfBody());
        }
    }

    private ClassicHttpResponse receive(Phase phase) throws UpstreamFailure, ClientGone, DeadConnection {
        long start = System.nanoTime();
        guard.arm(limitOf(phase).toNanos());
        try {
            return connection.receiveResponseHeader();
        } catch (HttpException | MessageConstraintException e) {
            if (received() == receivedBefore) throw broken(phase, Kind.NO_ANSWER, start, e);
            throw badAnswer(e.getMessage(), e);
        } catch (IOException e) {
            throw broken(phase, !guard.struck() ? Kind.NO_ANSWER : phase == Phase.CONTINUE ? Kind.NO_CONTINUE : Kind.ANSWER_TIMEOUT, start, e);
        } finally {
            guard.disarm();
        }
    }

    private void prepareBody(ClassicHttpResponse head) throws UpstreamFailure {
        response = toResponse(head);
        boolean none = request.method().equals("HEAD") || head.getCode() == 204 || head.getCode() == 304;
        if (none) return;
        try {
            long length = ResponseFraming.INSTANCE.determineLength(head);
            endsWithConnection = length == ResponseFraming.UNDEFINED;
            if (length == 0) return;
            bodyLeft = length;
            connection.receiveResponseEntity(head);
            body = head.getEntity().getContent();
            chunks = body instanceof ChunkedBody chunked ? chunked : null;
        } catch (HttpException e) {
            throw badAnswer(e.getMessage(), e);
        } catch (IOException e) {
            throw failure(Kind.BODY, Phase.BODY, upstream.settings().timeout(), System.nanoTime(), e);
        }
    }

    private static UpstreamResponse toResponse(ClassicHttpResponse head) {
        return new UpstreamResponse(head.getVersion().getMinor(), head.getCode(), head.getReasonPhrase(), toFields(head.getHeaders()));
    }

    private static List<Field> toFields(Header[] headers) {
        List<Field> fields = new ArrayList<>(headers.length);
        for (Header header : headers) fields.add(new Field(header.getName(), header.getValue()));
        return fields;
    }

    /** The final answer's head. */
    public UpstreamResponse response() {
        return response;
    }

    /** The rule whose connection it is. */
    public Rule rule() {
        return upstream.rule();
    }

    /** How the connection was come by. */
    public LeaseVerdict leaseVerdict() {
        return leaseVerdict;
    }

    /** What became of the connection. Only after {@link #close}. */
    public ReleaseVerdict releaseVerdict() {
        return releaseVerdict;
    }

    /** The fields behind a chunked body (RFC 9112 §7.1.2), as they came; empty until it has been read to its end. */
    public List<Field> trailers() {
        return chunks == null || body != null ? List.of() : chunks.trailers();
    }

    /** Whether there is a body, or a rest of one, still to be read. */
    public boolean hasBody() {
        return body != null;
    }

    /**
     * Reads some of the body, waiting for it if need be.
     *
     * @return how many bytes, or -1 at its end
     * @throws UpstreamFailure kind {@code BODY} if it breaks off, {@code BODY_TIMEOUT} if nothing comes within {@code timeout}
     * @throws ClientGone      if nobody waits for it any more
     */
    public int read(byte[] buffer) throws UpstreamFailure, ClientGone {
        if (body == null) return -1;
        long start = System.nanoTime();
        guard.arm(timeoutNanos);
        try {
            int read = body.read(buffer, 0, buffer.length);
            course.received(read);
            if (read < 0 && connection.wasCut()) throw new EOFException("the TLS connection was cut, without close_notify");
            if (read < 0 || bodyLeft > 0 && (bodyLeft -= read) == 0) body = null;
            return read;
        } catch (IOException e) {
            refuseIfEnded(Phase.BODY, e);
            Kind kind = guard.struck() ? Kind.BODY_TIMEOUT : Kind.BODY;
            throw failure(kind, Phase.BODY, upstream.settings().timeout(), start, e);
        } finally {
            guard.disarm();
        }
    }

    /**
     * Reads the body for nobody, so that the connection may be kept; gives up when it is long or slow.
     *
     * @param maxBytes most bytes to read
     * @param limit    longest wait for each of its pieces
     * @return whether its end was reached
     */
    public boolean drain(int maxBytes, Duration limit) {
        byte[] buffer = body == null ? null : new byte[Math.min(maxBytes, upstream.settings().ioBufferSize())];
        int left = maxBytes;
        try {
            while (body != null && left > 0) {
                guard.arm(Math.min(timeoutNanos, limit.toNanos()));
                int read = body.read(buffer, 0, Math.min(left, buffer.length));
                course.received(read);
                if (read < 0 || bodyLeft > 0 && (bodyLeft -= read) == 0) body = null;
                left -= Math.max(read, 0);
            }
        } catch (IOException e) {
            return false;       // slow or broken: it will be closed
        } finally {
            guard.disarm();
        }
        return body == null;
    }

    /** Whether the next {@link #read} would probably have to wait for the upstream. */
    public boolean wouldWait() {
        if (body == null) return false;
        return chunks != null ? betweenChunks() && connection.available() <= CHUNK_END : !connection.hasInput();
    }

    /** Behind a chunk, its line end may already be here; that is nothing to read (RFC 9112 §7.1). */
    private boolean betweenChunks() {
        return chunks.available() == 0;
    }

    /** The body was read and passed on: the connection may be kept, unless something else speaks against it. */
    public void complete() {
        outcome = body != null ? ReleaseVerdict.Reason.BODY_UNREAD : judge();
    }

    /** The client is gone: what is left of the answer is of no use. */
    public void clientGone() {
        outcome = ReleaseVerdict.Reason.CLIENT_GONE;
    }

    private boolean mayKeep() {
        return upstream.settings().reuse().pooled() && !request.is(NOT_KEPT);
    }

    private ReleaseVerdict.Reason judge() {
        if (!upstream.settings().reuse().pooled()) return ReleaseVerdict.Reason.RULE;
        if (!mayKeep()) return ReleaseVerdict.Reason.VARIABLE;
        if (response.lists("Connection", "close")) return ReleaseVerdict.Reason.UPSTREAM_SAID_CLOSE;
        if (response.minorVersion() == 0) return ReleaseVerdict.Reason.HTTP_1_0;
        if (endsWithConnection) return ReleaseVerdict.Reason.NO_LENGTH;
        if (connection.headWasDoubtful() || response.has("Transfer-Encoding") && response.has("Content-Length")) return ReleaseVerdict.Reason.AMBIGUOUS_LENGTH;
        if (!requestSent) return ReleaseVerdict.Reason.REQUEST_UNSENT;
        if (connection.buffered() > 0) return ReleaseVerdict.Reason.EXTRA_BYTES;
        return upstream.isClosed() ? ReleaseVerdict.Reason.SHUT_DOWN : ReleaseVerdict.Reason.KEPT;
    }

    /** Gives the connection back, or closes it at once if the exchange did not come to its end. */
    @Override
    public void close() {
        if (releaseVerdict != null) return;
        guard.close();
        boolean kept = outcome == ReleaseVerdict.Reason.KEPT && !guard.struck();    // struck: its socket is being closed
        if (!kept && outcome == ReleaseVerdict.Reason.KEPT) outcome = ReleaseVerdict.Reason.FAILED;
        releaseVerdict = kept ? new ReleaseVerdict(outcome, KeepTime.of(response, upstream.settings().ttl())) : ReleaseVerdict.closed(outcome);
        course.released(releaseVerdict);
        upstream.release(endpoint, connection, releaseVerdict, endedWell() ? CloseMode.GRACEFUL : CloseMode.IMMEDIATE);
    }

    private boolean endedWell() {
        return response != null && body == null && requestSent && outcome != ReleaseVerdict.Reason.CLIENT_GONE;
    }

    private long received() {
        return connection.getEndpointDetails().getReceivedBytesCount();
    }

    private UpstreamFailure badAnswer(String what, Exception cause) {
        String message = request.target().authority() + " gave no valid HTTP answer: " + what;
        return new UpstreamFailure(Kind.BAD_ANSWER, Phase.HEAD, message, cause);
    }

    /** The connection broke before a whole head was there: no fault of the upstream if it was a kept one and nothing has come on it. */
    private UpstreamFailure broken(Phase phase, Kind kind, long start, Exception cause) throws DeadConnection, ClientGone, UpstreamFailure {
        refuseIfEnded(phase, cause);
        UpstreamFailure failure = failure(kind, phase, limitOf(phase), start, cause);
        boolean silent = connection.getEndpointDetails() == null || received() == receivedBefore;
        boolean unasked = phase == Phase.CONTINUE;      // nothing of the body has been sent, so the upstream cannot have acted on it
        if (leaseVerdict.reused() && silent && (unasked || !guard.struck())) throw new DeadConnection(failure, unasked || connection.written() == 0);
        return failure;
    }

    /** The wait that failed may have been ended by us, for a reason that lies not in it. */
    private void refuseIfEnded(Phase phase, Exception cause) throws ClientGone, UpstreamFailure {
        if (guard.struckBy(Guard.Cause.CLIENT_GONE)) {
            outcome = ReleaseVerdict.Reason.CLIENT_GONE;
            throw new ClientGone("the client left while the proxy was " + phase.doing(), new IOException(cause));
        }
        if (guard.struckBy(Guard.Cause.TOTAL)) throw upstream.tookTooLong(request.target().authority(), phase, cause);
    }

    private Duration limitOf(Phase phase) {
        return phase == Phase.CONTINUE ? upstream.settings().dialogue().ping().orElseThrow() : upstream.settings().timeout();
    }

    private UpstreamFailure failure(Kind kind, Phase phase, Duration limit, long start, Exception cause) {
        String elapsed = UpstreamFailure.millis(Duration.ofNanos(System.nanoTime() - start));
        boolean limited = kind == Kind.CONNECT_TIMEOUT || guard.struck();
        String why = limited ? "nothing within " + phase.limitName() + "=" + UpstreamFailure.millis(limit) : String.valueOf(cause);
        return new UpstreamFailure(kind, phase, request.target().authority() + " failed while " + phase.doing() + ", after " + elapsed + ": " + why, cause);
    }
}
