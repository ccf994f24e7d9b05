package io.github.passmatch.rules.connection;

import io.github.passmatch.rules.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Whether a rule keeps connections for later requests, and the cause. Made once, when the rule is read; the
 * connection pool applies the decision and every diagnosis prints it.
 *
 * @param cause the cause of the decision
 * @param place position of the cause: the parameter, the variable, or the rule itself
 * @param also  others causes that switch reuse off, in the order of priority; empty if connections are kept
 */
public record ReuseDecision(Cause cause, Place place, List<ReuseDecision> also) {

    private static final Place NOWHERE = new Place("-", 1, 1);

    public ReuseDecision {
        Objects.requireNonNull(cause, "cause");
        Objects.requireNonNull(place, "place");
        also = List.copyOf(also);
    }

    /** A decision with one cause. */
    public ReuseDecision(Cause cause, Place place) {
        this(cause, place, List.of());
    }

    /**
     * The decision for several causes.
     *
     * @param obstacles the causes, each of which switches reuse off, in the order of priority; at least one
     */
    public static ReuseDecision against(List<ReuseDecision> obstacles) {
        ReuseDecision first = obstacles.get(0);
        return new ReuseDecision(first.cause, first.place, obstacles.subList(1, obstacles.size()));
    }

    /** All causes that switch reuse off, with positions; empty if connections are kept. */
    public List<ReuseDecision> obstacles() {
        if (pooled()) return List.of();
        List<ReuseDecision> all = new ArrayList<>(List.of(new ReuseDecision(cause, place)));
        all.addAll(also);
        return all;
    }

    /** This decision without positions, to compare the decisions of two rules. */
    ReuseDecision withoutPlaces() {
        return new ReuseDecision(cause, NOWHERE);
    }

    /** Whether connections are kept. */
    public boolean pooled() {
        return cause.pooled;
    }

    /** The decision in one sentence without positions. */
    public String sentence() {
        return text(one -> one.cause.sentence);
    }

    /** The sentence with the position of each cause. */
    @Override
    public String toString() {
        return text(one -> one.cause.sentence + " (" + one.place.fileAndLine() + ")");
    }

    private String text(Function<ReuseDecision, String> each) {
        String others = also.stream().map(each).collect(Collectors.joining("; also: "));
        return (cause.pooled ? "pooled: " : "non-reusing: ") + each.apply(this) + (others.isEmpty() ? "" : "; also: " + others);
    }

    /** All possible causes in the order of priority: an earlier cause overrides a later one. */
    public enum Cause {
        /** The host or the port comes from the request. */
        VARYING_AUTHORITY(false, "a back-reference in host or port makes the server vary, and such connections are never reused, even with enablereuse=on"),
        /** {@code interpolate} with a variable in the URL. */
        INTERPOLATED(false, "interpolate fills variables into the URL for each request, so the server may vary; such connections are never reused"),
        /** {@code addressttl=0}. */
        ADDRESS_TTL_ZERO(false, "addressttl=0 requires a new address lookup, and so a new connection, for each request"),
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
        /** A {@code $} in the URL of a regex rule, without a parameter about reuse. */
        BACK_REFERENCE(false, "the URL contains a back-reference ($), which switches reuse off by default; write enablereuse=on to keep connections"),
        /** {@code RewriteRule} with {@code [P]}, whose URL no {@code <Proxy>} section or {@code ProxySet} names. */
        REWRITTEN(false, "the default for RewriteRule with [P], as in httpd; write <Proxy \"URL\"> with ProxySet enablereuse=on for the URL of the upstream to keep connections"),
        /** {@code RewriteRule} with {@code [P]}, whose URL a {@code <Proxy>} section with parameters names. */
        PROXY_SECTION(true, "a <Proxy> section with parameters names the URL"),
        /** The URL names a balancer. */
        MEMBERS(true, "each member of the balancer decides, see its line"),
        /** No other cause. */
        DEFAULT(true, "the default for a URL without back-reference");

        private final boolean pooled;
        private final String sentence;

        Cause(boolean pooled, String sentence) {
            this.pooled = pooled;
            this.sentence = sentence;
        }
    }
}
