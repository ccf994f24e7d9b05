package io.github.passmatch.forward;

import io.github.passmatch.forward.answer.ErrorPage;
import io.github.passmatch.forward.answer.FailureStatus;
import io.github.passmatch.forward.answer.LocalAnswer;
import io.github.passmatch.forward.answer.ResponseCut;
import io.github.passmatch.forward.body.UnreadableBody;
import io.github.passmatch.forward.client.RequestTarget;
import io.github.passmatch.forward.container.ServletContainer;
import io.github.passmatch.rules.OwnAnswer;
import io.github.passmatch.rules.match.Match;
import io.github.passmatch.rules.match.Rule;
import io.github.passmatch.rules.server.RoutingDecision;
import io.github.passmatch.upstream.log.Loggers;
import io.github.passmatch.upstream.outcome.BadRequest;
import io.github.passmatch.upstream.outcome.ClientGone;
import io.github.passmatch.upstream.outcome.UpstreamFailure;
import io.github.passmatch.upstream.reactor.WouldWait;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executor;
import org.slf4j.Logger;

/**
 * Forwards one request that matches a rule, in three parts that may run on three threads: {@link #prepare}, {@link #send}, {@link #answer}. Before the last two, the request may
 * wait without a thread, by {@link #awaitConnection} and {@link #await}.
 * The client gets an error answer for failures. Must be closed at the end; is used by one thread at a time.
 */
public final class ForwardedRequest implements AutoCloseable {

    private static final Logger LOG = Loggers.of(Forwarder.class);

    private final Forwarder forwarder;
    private final ServletContainer container;
    private final Match.Forwarded match;
    private final RoutingDecision decision;
    private final HttpServletRequest clientRequest;
    private final HttpServletResponse clientResponse;
    private final ExchangeReport report;
    private final Relay relay;
    private Throwable failure;      // thrown on a selector thread; handled on a thread that may wait
    private boolean again;          // the last call of send has turned to another member

    ForwardedRequest(Forwarder forwarder, Match.Forwarded match, RoutingDecision decision, HttpServletRequest clientRequest, HttpServletResponse clientResponse, ExchangeReport report,
                     Relay relay) {
        this.forwarder = forwarder;
        this.container = forwarder.container();
        this.match = match;
        this.decision = decision;
        this.clientRequest = clientRequest;
        this.clientResponse = clientResponse;
        this.report = report;
        this.relay = relay;
    }

    /** Sets the threads for what may wait after a switch to a different protocol. */
    public void continueOn(Executor workers) {
        relay.continueOn(workers);
    }

    /** Whether the request must stay on the present thread until the client is answered: the connection may be switched to a different protocol, and the container allows that only here. */
    public boolean keepsThread() {
        return relay.needsContainerThread();
    }

    @FunctionalInterface
    private interface Step {
        void run() throws UpstreamFailure, IOException, BadRequest;
    }

    /** Answers 503, because {@code max} requests wait already. */
    public void refuse(int max) throws IOException {
        report.own(OwnAnswer.PENDING, "more than " + max);
        forwarder.answer(report, OwnAnswer.PENDING.status(), FailureStatus.RETRY, decision, clientRequest, clientResponse);
    }

    /**
     * Prepares the upstream request, and asks for a connection, but does not wait for one.
     *
     * @return whether to call {@link #send}; false if the client has been answered
     * @throws IOException under the same conditions as {@link #answer}
     */
    public boolean prepare() throws IOException {
        return answeringFailures(this::prepareOrAnswer) && relay.isPrepared();
    }

    private void prepareOrAnswer() throws UpstreamFailure, IOException, BadRequest {
        RequestTarget.requireAsSent(clientRequest);
        if (LocalAnswer.given(clientRequest, clientResponse)) report.own(OwnAnswer.LAST_HOP, clientRequest.getMethod());
        else relay.prepare();
    }

    /** The result of {@link #sendAtOnce}. */
    public enum Sending {
        /** The request was sent. */
        SENT,
        /** The client has been answered. */
        ANSWERED,
        /** {@link #awaitConnection} has to be called. */
        QUEUED,
        /** {@link #awaitConnected} has to be called. */
        CONNECTING,
        /** {@link #send} has to be called, on a thread that may wait. */
        MAY_WAIT
    }

    /** Prepares the request, and sends it if no step can wait. Instead of {@link #prepare} and {@link #send}, on a selector thread. Never throws. */
    public Sending sendAtOnce() {
        try {
            prepareOrAnswer();
            if (!relay.isPrepared()) return Sending.ANSWERED;
            if (relay.isQueued()) return Sending.QUEUED;
            if (!relay.pending().sendsAtOnce()) return Sending.MAY_WAIT;
            if (relay.pending().beginConnect()) return Sending.CONNECTING;
            relay.pending().send();
            return Sending.SENT;
        } catch (WouldWait e) {
            LOG.trace("no kept connection is left", e);
        } catch (IOException | UpstreamFailure | BadRequest | RuntimeException | Error e) {
            failure = e;
        }
        return Sending.MAY_WAIT;
    }

    /** Whether {@link #send} would have to wait for a connection, or for a member of the balancer. */
    public boolean isQueued() {
        return relay.isQueued();
    }

    /** Begins to make a connection, if that is necessary and possible without waiting: then the result is true, and {@link #send} would have to wait until the connection is made. */
    public boolean beginConnect() {
        return failure == null && relay.isPrepared() && relay.beginConnect();
    }

    /**
     * Waits without a thread until the connection is made, or cannot be made. The caller must not touch this request any more.
     *
     * @param resume called once, on any thread, also before this method returns; must not wait
     */
    public void awaitConnected(Runnable resume) {
        relay.pending().awaitConnected(resume);
    }

    /** Whether a thread has to wait for the client or for the upstream after a connection was leased. */
    public boolean needsThread() {
        return relay.needsThread();
    }

    /**
     * Waits for a connection without a thread. The caller must not touch this request any more.
     *
     * @param resume called once, on any thread, also before this method returns; must not wait
     */
    public void awaitConnection(Runnable resume) {
        relay.awaitConnection(resume);
    }

    /** The result of {@link #send}. */
    public enum Sent {
        /** The answer is to be waited for. */
        SENT,
        /** The client has been answered. */
        ANSWERED,
        /** Another member of the balancer is tried: everything begins again, with {@link #isQueued}. */
        AGAIN
    }

    /**
     * Sends the request to the upstream, and waits for a connection if necessary.
     *
     * @throws IOException under the same conditions as {@link #answer}
     */
    public Sent send() throws IOException {
        again = false;
        if (!answeringFailures(this::sendOrFailOver)) return Sent.ANSWERED;
        return again ? Sent.AGAIN : Sent.SENT;
    }

    private void sendOrFailOver() throws UpstreamFailure, IOException, BadRequest {
        Throwable before = failure;
        failure = null;
        again = true;
        if (before instanceof UpstreamFailure e) relay.failOver(e);
        else if (before != null) rethrow(before);
        else again = !relay.send();
    }

    /**
     * The same, but waits on the calling thread until the request was sent to some upstream.
     *
     * @return whether to wait for an answer; false if the client has been answered
     */
    public boolean sendAndWait() throws IOException {
        return answeringFailures(relay::sendAndWait);
    }

    /**
     * Waits for the answer's head without a thread. After true was returned, the caller must not touch this request any more.
     *
     * @param resume called once, on a thread that must not wait
     * @return false if nothing will be called, and the caller still owns this request
     */
    public boolean await(Runnable resume) {
        return relay.pending().await(resume);
    }

    /**
     * Answers the client if no step of the answer can block.
     *
     * @return false if {@link #answer} has to be called, on a thread that may wait
     */
    public boolean answerAtOnce() {
        if (!relay.isWhole(container.buffered(clientRequest, clientResponse))) return false;
        try {
            relay.answer(true);
            return true;
        } catch (IOException | UpstreamFailure | BadRequest | RuntimeException | Error e) {
            failure = e;
            return false;
        }
    }

    /**
     * Waits for the answer and passes it on.
     *
     * @throws ResponseCut if the answer broke off after the head was sent; the filter must throw it, so that the container cuts the connection
     * @throws ClientGone  if the client left, so that no answer is possible
     */
    public void answer() throws IOException {
        answeringFailures(() -> {
            if (failure instanceof UpstreamFailure e) {
                relay.failOver(e);
                relay.sendAndWait();
            } else if (failure != null) rethrow(failure);
            relay.answer(false);
        });
    }

    private static void rethrow(Throwable failure) throws UpstreamFailure, IOException, BadRequest {
        if (failure instanceof UpstreamFailure e) throw e;
        if (failure instanceof IOException e) throw e;
        if (failure instanceof BadRequest e) throw e;
        if (failure instanceof Error e) throw e;
        throw (RuntimeException) failure;
    }

    private boolean answeringFailures(Step step) throws IOException {
        Rule rule = match.rule();
        try {
            step.run();
            return true;
        } catch (BadRequest e) {
            report.own(e.reason(), e.getMessage());
            forwarder.answer(report, e.reason().status(), List.of(), decision, clientRequest, clientResponse);
        } catch (UnreadableBody e) {
            LOG.debug("{}: {}", clientRequest.getRequestURI(), e.getMessage(), e.getCause());
            report.own(e.reason(), e.getMessage());
            container.keepAnswer(clientRequest, clientResponse);
            if (clientResponse.isCommitted()) report.wouldAnswer(e.reason().status());     // some containers close the connection instead
            answerOrCut(e.reason().status(), e.getMessage());
        } catch (ClientGone e) {
            container.keepAnswer(clientRequest, clientResponse);
            report.clientLeft(!clientResponse.isCommitted());
            LOG.debug("rule {} {}: {}", rule.number(), rule.place().fileAndLine(), e.getMessage(), e.getCause());
            if (clientResponse.isCommitted()) throw e;
            sendBadRequest(e);
        } catch (UpstreamFailure e) {
            report.failed(e);
            if (clientResponse.isCommitted()) throw report.cut(e.getMessage());
            forwarder.answer(report, FailureStatus.of(e.kind()), FailureStatus.fields(e.kind()), decision, clientRequest, clientResponse);
        }
        return false;
    }

    /** The client may still read the response. After an interim response that could not be sent, Jetty refuses every other response with an {@code IllegalStateException}. */
    private void sendBadRequest(ClientGone gone) throws IOException {
        try {
            ErrorPage.send(clientResponse, 400);
        } catch (IllegalStateException e) {
            gone.addSuppressed(e);
            throw gone;
        }
    }

    private void answerOrCut(int status, String why) throws IOException {
        if (clientResponse.isCommitted()) throw report.cut(why);
        forwarder.answer(report, status, List.of(), decision, clientRequest, clientResponse);
    }

    /** Ends the wait for the upstream soon, because the container says that the client has left or has cancelled the request. On any thread. */
    public void clientLeft() {
        relay.clientLeft();
    }

    /** Ends the exchange with the upstream because the proxy is being stopped. On any thread; the owner of this request then answers. */
    public void abort() {
        relay.abort();
    }

    @Override
    public void close() {
        try (report) {
            relay.close();
        }
    }
}
