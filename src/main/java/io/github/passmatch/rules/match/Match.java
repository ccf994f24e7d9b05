package io.github.passmatch.rules.match;

import io.github.passmatch.rules.Bytes;
import io.github.passmatch.rules.OwnAnswer;
import io.github.passmatch.rules.target.UpstreamTarget;

/** What the rules say of one request. */
public sealed interface Match {

    /** No rule takes it. */
    record None() implements Match { }

    /** An exclusion takes it: it is not proxied. */
    record Excluded(Rule rule) implements Match { }

    /** It is forwarded. */
    record Forwarded(Rule rule, UpstreamTarget target) implements Match {

        /** The URL that the path was mapped to, without query and escapes: what {@code <Proxy>} sections are chosen by. */
        public String mappedUrl() {
            String path = target.pathAndQuery();
            int query = path.indexOf('?');
            return target.authority() + Bytes.unescape(query < 0 ? path : path.substring(0, query));
        }
    }

    /**
     * It is answered by us.
     *
     * @param reason why; also tells the HTTP status
     * @param rule   the rule that was being applied, or null if none was
     * @param detail what exactly was found, for the log
     */
    record Refused(OwnAnswer reason, Rule rule, String detail) implements Match {

        /** What becomes of it, for people. */
        public String summary() {
            return reason.status() + " (" + reason + "): " + detail;
        }
    }
}
