package io.github.passmatch.rules;

/** What the rules say of one request. */
public sealed interface Match {

    /** No rule takes it. */
    record None() implements Match { }

    /** An exclusion takes it: it is not proxied. */
    record Excluded(Rule rule) implements Match { }

    /** It is forwarded. */
    record Forwarded(Rule rule, UpstreamTarget target) implements Match {

        /** The URL that the path was mapped to, without query and escapes: what {@code <Proxy>} sections are chosen by. */
        String mappedUrl() {
            String path = target.pathAndQuery();
            int query = path.indexOf('?');
            return target.authority() + Bytes.unescape(query < 0 ? path : path.substring(0, query));
        }
    }

    /**
     * It is answered by us.
     *
     * @param status 400, 404 or 500
     * @param rule   the rule that was being applied, or null if none was
     * @param reason for the log
     */
    record Refused(int status, Rule rule, String reason) implements Match { }
}
