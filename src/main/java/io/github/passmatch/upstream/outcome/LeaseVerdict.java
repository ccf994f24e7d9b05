package io.github.passmatch.upstream.outcome;

import io.github.passmatch.rules.Explained;

/**
 * States how an exchange obtained its connection. Decided once, at lease; every view shows this decision.
 *
 * @param reason   why the connection is a new one, or {@link Reason#REUSED}
 * @param exchange the number of this exchange on its connection, from 1
 * @param login    whether the connection belongs to this client, because the client is logged in on it
 */
public record LeaseVerdict(Reason reason, int exchange, boolean login) {

    /** For a connection that belongs to no client. */
    public LeaseVerdict(Reason reason, int exchange) {
        this(reason, exchange, false);
    }

    /** Whether an earlier exchange has used the connection. */
    public boolean reused() {
        return reason == Reason.REUSED;
    }

    /** The reason in one sentence. */
    public String sentence() {
        return login && reused() ? "the connection that belongs to this client's login was free and usable" : reason.sentence();
    }

    /** {@code reused(3)}, {@code reused(3,login)} or {@code new:pool-empty}. */
    @Override
    public String toString() {
        return reused() ? "reused(" + exchange + (login ? ",login)" : ")") : "new:" + reason.code();
    }

    /** All reasons. */
    public enum Reason implements Explained {
        REUSED("reused", "a kept connection was free and usable"),
        POOL_EMPTY("pool-empty", "no kept connection was free"),
        RULE("rule", "the rule keeps no connections"),
        IDLE_LIMIT("idle-limit", "the kept connection had been idle longer than ttl, or than the upstream's Keep-Alive: timeout, allows"),
        CLOSED_BY_UPSTREAM("closed-by-upstream", "the upstream had closed the kept connection while it was idle"),
        EXTRA_BYTES("extra-bytes", "the kept connection had unread bytes, so it could not be trusted"),
        ADDRESS("address", "the kept connection leads to another server"),
        TLS_NAME("tls-name", "the kept connection was made to a server of another name"),
        VARIABLE("variable", "proxy-nokeepalive or force-proxy-request-1.0 is set for this request"),
        FRESH_WANTED("fresh-wanted", "proxy-initial-not-pooled asks for a new connection at a client's first request"),
        REPLAY("replay", "the kept connection died before any byte of a response, and the request could safely be sent again");

        private final String code;
        private final String sentence;

        Reason(String code, String sentence) {
            this.code = code;
            this.sentence = sentence;
        }

        @Override
        public String code() {
            return code;
        }

        @Override
        public String sentence() {
            return sentence;
        }
    }
}
