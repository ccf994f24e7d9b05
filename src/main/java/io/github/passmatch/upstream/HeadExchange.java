package io.github.passmatch.upstream;

import static io.github.passmatch.upstream.request.UpstreamRequest.RequestOption.AWAIT_CONTINUE;

import io.github.passmatch.upstream.connect.UpstreamConnection;
import io.github.passmatch.upstream.http1.ResponseHead;
import io.github.passmatch.upstream.outcome.ClientGone;
import io.github.passmatch.upstream.outcome.Phase;
import io.github.passmatch.upstream.outcome.UpstreamFailure;
import io.github.passmatch.upstream.outcome.UpstreamFailure.Kind;
import io.github.passmatch.upstream.request.UpgradeOffer;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.util.Timeout;

/** Performs the first half of an exchange: sends the request, and reads heads up to the final one. An interim response does not end the upload. */
final class HeadExchange {

    /** As in httpd, the tenth interim response in a row is an error. */
    private static final int MAX_INTERIM = 9;
    /**
     * A client that expects 100 Continue may send the body without that response (RFC 9110 §10.1.1), because some servers never send it. curl sends the body after a second. The proxy
     * does the same, because a client that waits longer would wait for {@code timeout}.
     */
    static final Duration CONTINUE_WAIT = Duration.ofSeconds(1);

    private final Attempt attempt;
    private final UpstreamConnection connection;
    private final boolean reused;
    private final long receivedBefore;
    private final RequestSender sender;
    private final boolean pings;
    private boolean requestSent;
    private boolean holdsBody;          // until 100 Continue, or CONTINUE_WAIT has passed
    private long waitingSince;          // 0: no wait has begun

    /** @param reused whether an earlier exchange has used the connection */
    HeadExchange(Attempt attempt, UpstreamConnection connection, boolean reused) {
        this.attempt = attempt;
        this.connection = connection;
        this.reused = reused;
        this.receivedBefore = received();
        this.pings = attempt.request().pings(attempt.settings());
        this.sender = new RequestSender(connection, attempt.guard(), attempt.settings().timeout().toNanos(), attempt.request().body(), attempt.settings().ioBufferSize());
    }

    /** Whether the whole request has been sent. */
    boolean requestSent() {
        return requestSent;
    }

    void send() throws UpstreamFailure, ClientGone, DeadConnection {
        sender.head(attempt.request(), attempt.route(), attempt.mayKeep(), pings);
        attempt.record().sentHead(sender.waiting());
        holdsBody = pings || attempt.request().is(AWAIT_CONTINUE);
        send(!holdsBody);
    }

    /** Begins the wait for the response; false if a part of the request has not been sent yet. */
    boolean beginWait() {
        if (!requestSent) return false;
        waitingSince = System.nanoTime();
        attempt.guard().arm(attempt.limitOf(Phase.HEAD).toNanos());
        return true;
    }

    /** @return the head of the final response */
    ResponseHead receive() throws UpstreamFailure, ClientGone, DeadConnection {
        for (int interims = 0; ; interims++) {
            if (holdsBody && !pings && isSilent()) {
                holdsBody = false;
                send(true);
            }
            ResponseHead head = receive(pings && holdsBody ? Phase.CONTINUE : Phase.HEAD);
            if (head.getCode() >= 200) return head;
            if (head.getCode() == 101) return switched(head);
            if (interims == MAX_INTERIM) throw attempt.badAnswer("more than " + MAX_INTERIM + " interim responses", null);
            if (head.getCode() != 100) attempt.listener().interim(head.response());
            else holdsBody = false;
            if (!requestSent && !holdsBody) send(true);
        }
    }

    private ResponseHead switched(ResponseHead head) throws UpstreamFailure {
        if (attempt.request().upgrade().isEmpty()) throw attempt.badAnswer("it switched protocols (101) without being asked", null);
        if (!UpgradeOffer.isAccepted(head.response(), attempt.request().upgrade().get())) throw attempt.badAnswer("it switched to another protocol (101) than " + attempt.request().upgrade().get(), null);
        if (!requestSent) throw attempt.badAnswer("it switched protocols (101) before the whole request body was sent", null);
        return head;
    }

    /** Whether the upstream sends nothing within {@link #CONTINUE_WAIT}. False if the upstream ends the connection. */
    private boolean isSilent() throws UpstreamFailure, ClientGone, DeadConnection {
        long start = System.nanoTime();
        Duration limit = attempt.settings().timeout().compareTo(CONTINUE_WAIT) < 0 ? attempt.settings().timeout() : CONTINUE_WAIT;
        try {
            return !connection.isDataAvailable(Timeout.of(limit)) && System.nanoTime() - start >= limit.toNanos() - TimeUnit.MILLISECONDS.toNanos(2);
        } catch (IOException e) {
            throw broken(Phase.HEAD, Kind.NO_ANSWER, start, e);
        }
    }

    private void send(boolean withBody) throws UpstreamFailure, ClientGone, DeadConnection {
        long start = System.nanoTime();
        try {
            if (withBody) requestSent = sender.body(attempt.request());
            else sender.flush();
        } catch (ClientGone e) {
            throw e;
        } catch (IOException e) {
            boolean struck = attempt.guard().ended();
            // The upstream may have responded, and closed, without waiting for the rest: then that is the response.
            if (struck || !connection.hasInput()) throw broken(Phase.SEND, struck ? Kind.SEND_TIMEOUT : Kind.SEND, start, e);
        } finally {
            attempt.guard().disarm();
            attempt.record().sent(sender.sentOfBody());
        }
    }

    private ResponseHead receive(Phase phase) throws UpstreamFailure, ClientGone, DeadConnection {
        long start = waitingSince != 0 ? waitingSince : System.nanoTime();
        waitingSince = 0;
        attempt.guard().arm(attempt.limitOf(phase).toNanos());
        try {
            return (ResponseHead) connection.receiveResponseHeader();
        } catch (HttpException e) {
            if (received() == receivedBefore) throw broken(phase, Kind.NO_ANSWER, start, e);
            throw attempt.badHead(e);
        } catch (IOException e) {
            throw broken(phase, !attempt.guard().ended() ? Kind.NO_ANSWER : phase == Phase.CONTINUE ? Kind.NO_CONTINUE : Kind.ANSWER_TIMEOUT, start, e);
        } finally {
            attempt.guard().disarm();
        }
    }

    private long received() {
        return connection.getEndpointDetails().getReceivedBytesCount();
    }

    /** The connection broke before a whole head was received. The request may be sent again if the connection was a kept one and nothing was received on it. */
    private UpstreamFailure broken(Phase phase, Kind kind, long start, Exception cause) throws DeadConnection, ClientGone, UpstreamFailure {
        attempt.refuseIfEnded(phase, cause);
        UpstreamFailure failure = attempt.failure(kind, phase, attempt.limitOf(phase), start, cause);
        boolean silent = connection.getEndpointDetails() == null || received() == receivedBefore;
        boolean unasked = phase == Phase.CONTINUE;      // nothing of the body has been sent, so the upstream cannot have acted on it
        if (reused && silent && (unasked || !attempt.guard().ended())) throw new DeadConnection(failure, unasked || connection.output().written() == 0);
        return failure;
    }
}
