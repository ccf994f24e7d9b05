package io.github.passmatch.web;

import io.github.passmatch.forward.ForwardedRequest;
import io.github.passmatch.rules.match.Match;
import io.github.passmatch.rules.server.RoutingDecision;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Answers the requests that reach the filter, if they are for a rule or for a page of the filter. */
final class FilteredRequests {

    private final LiveConfig config;
    private final StatusPage status;
    private final BalancerManager manager;
    private final ThreadHandOff handOff;
    private final FailedRequests failedRequests;
    private final boolean last;

    /** @param last whether nothing follows the filter */
    FilteredRequests(LiveConfig config, StatusPage status, ThreadHandOff handOff, FailedRequests failedRequests, boolean last) {
        this.config = config;
        this.status = status;
        this.manager = new BalancerManager(config);
        this.handOff = handOff;
        this.failedRequests = failedRequests;
        this.last = last;
    }

    /**
     * Answers a request, or begins to: the answer may come from another thread after the return.
     *
     * @return false if the rest of the filter chain has to answer
     * @throws IOException if the container must cut the answer
     */
    boolean answer(HttpServletRequest clientRequest, HttpServletResponse clientResponse) throws IOException {
        if (clientRequest.getAttribute(HandedOffRequest.CUT) instanceof IOException cut) {
            failedRequests.cut(clientResponse, cut);
            return true;
        }
        DispatcherType dispatch = clientRequest.getDispatcherType();
        if (dispatch == DispatcherType.ASYNC || dispatch == DispatcherType.ERROR) return false;
        if (status.answers(clientRequest)) {
            handOff.onWaitingThread(clientRequest, clientResponse, () -> status.answer(clientRequest, clientResponse));
            return true;
        }
        try {
            return answered(clientRequest, clientResponse);
        } catch (IOException | RuntimeException | Error e) {
            failedRequests.end(clientRequest, clientResponse, e);
            return true;
        }
    }

    /** Holds the configuration until the request is answered, which may happen on another thread; not while the rest of the filter chain runs. */
    private boolean answered(HttpServletRequest clientRequest, HttpServletResponse clientResponse) throws IOException {
        Snapshot.Hold hold = config.hold();
        boolean passedOn = false;       // then the hold is closed at the end of the request
        try {
            Snapshot snapshot = hold.snapshot();
            RoutingDecision decision = snapshot.rule(clientRequest);
            if (!last && decision.match().isNoRule()) return false;
            if (decision.match() instanceof Match.Forwarded forwarded) {
                ForwardedRequest request = snapshot.forwarder().request(forwarded, decision, clientRequest, clientResponse);
                passedOn = true;
                handOff.run(clientRequest, clientResponse, request, snapshot.maxPending(), hold);
            } else if (decision.match() instanceof Match.OnDisk) {
                handOff.onWaitingThread(clientRequest, clientResponse, () -> answerOnDisk(hold, clientRequest, clientResponse));
                passedOn = true;
            } else {
                handOff.onWaitingThread(clientRequest, clientResponse, () -> answer(decision, hold, clientRequest, clientResponse));
                passedOn = true;
            }
            return true;
        } finally {
            if (!passedOn) hold.close();
        }
    }

    /** Decides again on a thread that may look at files. A rule may then take the request: of a directory's index, or for what is no file. */
    private void answerOnDisk(Snapshot.Hold hold, HttpServletRequest clientRequest, HttpServletResponse clientResponse) throws IOException {
        RoutingDecision decision;
        try {
            decision = hold.snapshot().rule(clientRequest);
        } catch (RuntimeException | Error e) {
            hold.close();
            throw e;
        }
        if (!(decision.match() instanceof Match.Forwarded forwarded)) {
            answer(decision, hold, clientRequest, clientResponse);
            return;
        }
        try (hold; ForwardedRequest request = hold.snapshot().forwarder().request(forwarded, decision, clientRequest, clientResponse)) {
            if (request.prepare() && request.sendAndWait()) request.answer();
        }
    }

    private void answer(RoutingDecision decision, Snapshot.Hold hold, HttpServletRequest clientRequest, HttpServletResponse clientResponse) throws IOException {
        try (hold) {
            if (decision.match() instanceof Match.Managed) manager.answer(decision, clientRequest, clientResponse);
            else hold.snapshot().forwarder().answer(decision, clientRequest, clientResponse);
        }
    }
}
