package io.github.passmatch.rules.rewrite;

import io.github.passmatch.rules.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The flags of a {@code RewriteRule}.
 *
 * @param status       {@code R=}, {@code F}, {@code G}: the status; empty without these flags
 * @param proxies      {@code P}
 * @param passes       {@code PT}
 * @param last         {@code L}
 * @param end          {@code END}
 * @param rounds       {@code N}: the maximum number of rounds; empty without the flag
 * @param skip         {@code S=}; 0 without the flag
 * @param chained      {@code C}
 * @param appendsQuery {@code QSA}
 * @param dropsQuery   {@code QSD}
 * @param queryAtLastMark {@code QSL}
 * @param noEscape     {@code NE}
 * @param allows3F     {@code UnsafeAllow3F}
 * @param escapes      {@code B} and related flags
 * @param variables    {@code E=}
 */
public record RewriteFlags(OptionalInt status, boolean proxies, boolean passes, boolean last, boolean end, OptionalInt rounds, int skip, boolean chained, boolean appendsQuery,
                           boolean dropsQuery, boolean queryAtLastMark, boolean noEscape, boolean allows3F, Optional<Escape> escapes, List<Assignment> variables) {

    static final RewriteFlags NONE = new RewriteFlags(OptionalInt.empty(), false, false, false, false, OptionalInt.empty(), 0, false, false, false, false, false, false, Optional.empty(), List.of());

    public RewriteFlags {
        variables = List.copyOf(variables);
    }

    /** Whether the rule answers with a status and without a URL: {@code F}, {@code G}, {@code R=404}, {@code R=204}. */
    public boolean answersStatus() {
        return status.isPresent() && !Redirect.hasUrl(status.getAsInt());
    }

    /** Whether the rule has none of the flags that need a URL: {@code P} and {@code R}. */
    public boolean needsNoUrl() {
        return !proxies && !redirects();
    }

    boolean redirects() {
        return status.isPresent() && !answersStatus();
    }

    /**
     * One {@code E=name:value}.
     *
     * @param value empty: the variable is removed
     */
    public record Assignment(String name, Optional<RewriteText> value) {

        /** Reads {@code name}, {@code name:value} or {@code !name}. */
        public static Assignment read(String text) throws RewriteText.Unsupported {
            if (text.startsWith("!")) return new Assignment(text.substring(1), Optional.empty());
            int colon = text.indexOf(':');
            return new Assignment(colon < 0 ? text : text.substring(0, colon), Optional.of(RewriteText.parse(colon < 0 ? "" : text.substring(colon + 1))));
        }
    }

    /**
     * How captured text is escaped.
     *
     * @param only     {@code B=}: only these characters; empty: all except letters, digits and the underscore
     * @param controls {@code BCTLS}: spaces and control characters
     * @param noPlus   {@code BNP}: a space becomes {@code %20}, not {@code +}
     */
    public record Escape(String only, boolean controls, boolean noPlus) {
        String of(String captured) {
            StringBuilder out = new StringBuilder(captured.length());
            for (int i = 0; i < captured.length(); i++) {
                char c = captured.charAt(i);
                boolean wanted = controls ? c <= ' ' || c == 127 : only.isEmpty();
                if (!wanted && only.indexOf(c) < 0 || Bytes.isAlphanumeric(c) || c == '_') out.append(c);
                else if (c == ' ' && !noPlus) out.append('+');
                else out.append('%').append(String.format(Locale.ROOT, "%02x", (int) c));
            }
            return out.toString();
        }
    }

    /** Collects the flags of one rule. */
    public static final class Builder {
        public OptionalInt status = OptionalInt.empty();
        public boolean proxies;
        public boolean passes;
        public boolean last;
        public boolean end;
        public OptionalInt rounds = OptionalInt.empty();
        public int skip;
        public boolean chained;
        public boolean appendsQuery;
        public boolean dropsQuery;
        public boolean queryAtLastMark;
        public boolean noEscape;
        public boolean allows3F;
        public boolean escapes;
        public String escapesOnly = "";
        public boolean escapesControls;
        public boolean noPlus;
        public boolean ignoreCase;
        public final List<Assignment> variables = new ArrayList<>();

        public RewriteFlags build() {
            Optional<Escape> escape = escapes || escapesControls ? Optional.of(new Escape(escapesOnly, escapesControls, noPlus)) : Optional.empty();
            return new RewriteFlags(status, proxies, passes, last, end, rounds, skip, chained, appendsQuery, dropsQuery, queryAtLastMark, noEscape, allows3F, escape, variables);
        }
    }
}
