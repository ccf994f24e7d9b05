package io.github.passmatch.upstream;

import io.github.passmatch.upstream.outcome.FinishedExchange;
import io.github.passmatch.upstream.outcome.LeaseVerdict;
import io.github.passmatch.upstream.outcome.ReleaseVerdict;

/** Is told what happens. Called on the threads of requests, by many at once: must be quick and must not throw. */
public interface Observer {

    /** Looks away. */
    Observer NONE = new Observer() {
        @Override
        public OfRule of(Upstream upstream) {
            return OfRule.NONE;
        }

        @Override
        public void refused(FinishedExchange exchange) { }
    };

    /** Who is told about the connections and exchanges of one rule. Called once, when the upstream is made. */
    OfRule of(Upstream upstream);

    /** A configuration is in force: rules may have other numbers and lines than before, or be gone from it. Called on one thread at a time. */
    default void configured() { }

    /** A request was answered by us before any rule could forward it. */
    void refused(FinishedExchange exchange);

    /** Is told about one rule. Each exchange begins once and ends once, whichever way it ends. */
    interface OfRule {

        /** Looks away. */
        OfRule NONE = new OfRule() { };

        /** A request has come. */
        default void begun() { }

        /** A connection was leased, and is fit. A replayed request leases twice. */
        default void leased(LeaseVerdict verdict) { }

        /** The connection that was leased so was kept or closed. */
        default void released(LeaseVerdict lease, ReleaseVerdict verdict) { }

        /** The request is over. */
        default void ended(FinishedExchange exchange) { }

        /** The rule is no longer in force. Exchanges still open may end afterwards. */
        default void closed() { }
    }
}
