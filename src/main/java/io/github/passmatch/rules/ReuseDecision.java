package io.github.passmatch.rules;

import java.util.Objects;

/**
 * Whether a rule keeps its connections for the next request, and because of what. Made once, when the rule is read; the
 * connection pool obeys it and every diagnosis prints it.
 *
 * @param cause what decided
 * @param place where that stands: the parameter, the variable, or the rule itself
 */
public record ReuseDecision(Cause cause, Place place) {

    private static final Place NOWHERE = new Place("-", 1, 1);

    public ReuseDecision {
        Objects.requireNonNull(cause, "cause");
        Objects.requireNonNull(place, "place");
    }

    /** The same decision, wherever it stands: equal for two rules that decide alike. */
    ReuseDecision anywhere() {
        return new ReuseDecision(cause, NOWHERE);
    }

    /** Whether connections are kept. */
    public boolean pooled() {
        return cause.pooled;
    }

    /** The decision in one sentence without its place. */
    public String sentence() {
        return (cause.pooled ? "pooled: " : "non-reusing: ") + cause.sentence;
    }

    @Override
    public String toString() {
        return sentence() + " (" + place.fileAndLine() + ")";
    }

    /** Everything that can decide. In the order of rank: what stands first cannot be overruled by what follows. */
    public enum Cause {
        /** The host or the port comes from the request. */
        VARYING_AUTHORITY(false, "a back-reference in host or port makes the server vary, and such connections are never reused, whatever enablereuse says"),
        /** {@code interpolate} with a variable in the URL. */
        INTERPOLATED(false, "interpolate fills variables into the URL for each request, so the server may vary; such connections are never reused"),
        /** {@code addressttl=0}. */
        ADDRESS_TTL_ZERO(false, "addressttl=0 asks for a new address, so for a new connection, each time"),
        /** {@code SetEnv force-proxy-request-1.0}. */
        HTTP_1_0_FORCED(false, "SetEnv force-proxy-request-1.0 sends HTTP/1.0, which keeps no connection; it switches reuse off, never on"),
        /** {@code SetEnv proxy-nokeepalive}. */
        NO_KEEPALIVE_SET(false, "SetEnv proxy-nokeepalive is set; its presence counts, whatever the value, and it switches reuse off, never on"),
        /** {@code disablereuse=on}. */
        DISABLEREUSE_ON(false, "disablereuse=on"),
        /** {@code enablereuse=off}. */
        ENABLEREUSE_OFF(false, "enablereuse=off"),
        /** {@code enablereuse=on}. */
        ENABLEREUSE_ON(true, "enablereuse=on"),
        /** {@code disablereuse=off}. */
        DISABLEREUSE_OFF(true, "disablereuse=off"),
        /** A {@code $} in the URL of a regex rule, and nothing said about reuse. */
        BACK_REFERENCE(false, "the URL contains a back-reference ($), which switches reuse off by default; write enablereuse=on to keep connections"),
        /** Nothing said, nothing special. */
        DEFAULT(true, "the default for a URL without back-reference");

        private final boolean pooled;
        private final String sentence;

        Cause(boolean pooled, String sentence) {
            this.pooled = pooled;
            this.sentence = sentence;
        }
    }
}
