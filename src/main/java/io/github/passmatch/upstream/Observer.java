package io.github.passmatch.upstream;

import io.github.passmatch.rules.log.CustomLog;
import io.github.passmatch.upstream.outcome.FinishedExchange;
import io.github.passmatch.upstream.outcome.LeaseVerdict;
import io.github.passmatch.upstream.outcome.ReleaseVerdict;
import io.github.passmatch.upstream.outcome.RequestSpan;

/** Receives events about connections and requests. Called on the threads of requests, by many threads at once: must be fast and must not throw. */
public interface Observer {

    /** Ignores all events. */
    Observer NONE = new Observer() {
        @Override
        public OfRule of(Upstream upstream) {
            return OfRule.NONE;
        }

        @Override
        public void refused(FinishedExchange exchange) { }
    };

    /** The receiver of the events of one rule. Called once, when the upstream is created. */
    OfRule of(Upstream upstream);

    /** A new configuration is in force: numbers and lines of rules may have changed, and rules may have been removed. Called on one thread at a time. */
    default void configured() { }

    /** The proxy answered a request itself, before any rule could forward it. */
    void refused(FinishedExchange exchange);

    /**
     * Writes a line of an access log; called before the end of the request is reported.
     *
     * @param line without its end, a byte string; null if the log has a form of its own, which the receiver makes from {@code exchange}
     */
    default void log(CustomLog log, FinishedExchange exchange, String line) { }

    /** The span for a request that a rule forwards. Called on the thread on which the request arrived. */
    default RequestSpan span(String method) {
        return RequestSpan.NONE;
    }

    /** Receives the events of one rule. Each exchange begins once and ends once, also if it fails. */
    interface OfRule {

        /** Ignores all events. */
        OfRule NONE = new OfRule() { };

        /** A request has arrived. */
        default void begun() { }

        /** A request has arrived; the same as {@link #begun()}, with what is known of the request. */
        default void begun(OpenRequest request) {
            begun();
        }

        /** The request is over, or continues as a tunnel. Called before {@link #ended}. */
        default void left(OpenRequest request) { }

        /** A connection was leased and can be used. A replayed request leases twice. */
        default void leased(LeaseVerdict verdict) { }

        /** The connection with this lease verdict was kept or closed. */
        default void released(LeaseVerdict lease, ReleaseVerdict verdict) { }

        /** The request is over. */
        default void ended(FinishedExchange exchange) { }

        /** An attempt to send a request to this member of a balancer is over. The observer of the rule is told when the request is over. */
        default void served(FinishedExchange attempt) { }

        /** The rule is no longer in force. Exchanges that are still open may end after this call. */
        default void closed() { }
    }
}
