package io.github.passmatch.forward;

import io.github.passmatch.forward.answer.ResponseCut;
import io.github.passmatch.rules.OwnAnswer;
import io.github.passmatch.rules.match.Rule;
import io.github.passmatch.rules.target.Authority;
import io.github.passmatch.rules.target.IpAddress;
import io.github.passmatch.rules.target.UpstreamTarget;
import io.github.passmatch.upstream.ExchangeRecord;
import io.github.passmatch.upstream.Observer;
import io.github.passmatch.upstream.Upstream;
import io.github.passmatch.upstream.outcome.ExchangeResult;
import io.github.passmatch.upstream.outcome.FinishedExchange;
import io.github.passmatch.upstream.outcome.UpstreamFailure;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Sees to it that what became of one request is told once, whichever way it ends. Who does not say how it ended has failed unexpectedly. */
final class ExchangeReport implements AutoCloseable {

    /** What logs say where a client left before it was answered; no client ever sees it. Not registered, but usual. */
    static final int CLIENT_CLOSED_REQUEST = 499;

    private final ExchangeRecord record;
    private final Observer.OfRule observer;
    private final Rule rule;
    private final Authority upstream;
    private final HttpServletRequest clientRequest;
    private final HttpServletResponse clientResponse;
    private int status;         // 0: that of the response
    private ExchangeResult ending = ExchangeResult.BROKEN;
    private UpstreamFailure failure;
    private OwnAnswer own;
    private String detail;

    private ExchangeReport(ExchangeRecord record, Observer.OfRule observer, Rule rule, Authority upstream, HttpServletRequest clientRequest, HttpServletResponse clientResponse) {
        this.record = record;
        this.observer = observer;
        this.rule = rule;
        this.upstream = upstream;
        this.clientRequest = clientRequest;
        this.clientResponse = clientResponse;
        observer.begun();
    }

    /** Of a request that a rule forwards. */
    static ExchangeReport of(Upstream upstream, UpstreamTarget target, HttpServletRequest clientRequest, HttpServletResponse clientResponse) {
        return new ExchangeReport(upstream.begin(), upstream.observer(), upstream.rule(), target.authority(), clientRequest, clientResponse);
    }

    /**
     * Of a request that is not forwarded.
     *
     * @param rule the one that was being applied, or null; one that forwards has an account by its upstream
     */
    static ExchangeReport ofRefused(Observer observer, Rule rule, HttpServletRequest clientRequest, HttpServletResponse clientResponse) {
        Observer.OfRule refused = new Observer.OfRule() {
            @Override
            public void ended(FinishedExchange exchange) {
                observer.refused(exchange);
            }
        };
        return new ExchangeReport(new ExchangeRecord(refused), refused, rule, null, clientRequest, clientResponse);
    }

    /** Of a request that this upstream's rule refused. */
    static ExchangeReport ofRefused(Upstream upstream, HttpServletRequest clientRequest, HttpServletResponse clientResponse) {
        return new ExchangeReport(upstream.begin(), upstream.observer(), upstream.rule(), null, clientRequest, clientResponse);
    }

    /** Where the upstream side takes notes. */
    ExchangeRecord record() {
        return record;
    }

    void ends(ExchangeResult how) {
        ending = how;
    }

    /**
     * The proxy answers itself.
     *
     * @param what exactly was found, for the log
     */
    void own(OwnAnswer why, String what) {
        ending = ExchangeResult.OWN;
        own = why;
        detail = what;
    }

    /** The client left; {@code before} anything was sent to it, or in the middle of the answer. */
    void clientLeft(boolean before) {
        ending = ExchangeResult.CLIENT_GONE;
        if (before) status = CLIENT_CLOSED_REQUEST;
    }

    /** Nothing was sent for this request, but {@code what} would have been. */
    void wouldAnswer(int what) {
        status = what;
    }

    void failed(UpstreamFailure how) {
        ending = ExchangeResult.FAILED;
        failure = how;
    }

    /** What is to be thrown when the answer must break off. */
    ResponseCut cut(String why) {
        if (own == null) ending = ExchangeResult.CUT;
        return new ResponseCut("the answer was cut: " + why);
    }

    @Override
    public void close() {
        observer.ended(new FinishedExchange(System.currentTimeMillis(), rule, IpAddress.canonical(clientRequest.getRemoteAddr()), clientRequest.getMethod(), clientRequest.getRequestURI(),
                status(), ending == ExchangeResult.OWN ? null : upstream, record.sent(), record.received(), record.times(), record.lease(), record.release(), record.replayed(),
                ending, failure, own, detail));
    }

    private int status() {
        if (status != 0) return status;
        return ending == ExchangeResult.BROKEN && !clientResponse.isCommitted() ? 500 : clientResponse.getStatus();
    }
}
