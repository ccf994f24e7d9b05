package io.github.passmatch.rules.match;

import io.github.passmatch.rules.Bytes;
import io.github.passmatch.rules.OwnAnswer;
import io.github.passmatch.rules.Place;
import io.github.passmatch.rules.target.UpstreamTarget;
import java.util.Optional;

/** The result of matching the rules against one request. */
public sealed interface Match {

    /** Whether no rule takes the request, so that whatever follows the filter answers. */
    default boolean isNoRule() {
        return this instanceof None || this instanceof Excluded;
    }

    /** No rule matches. */
    record None() implements Match { }

    /** An exclusion ({@code !}) matches: the request is not proxied. */
    record Excluded(Rule rule) implements Match { }

    /** {@code SetHandler balancer-manager}: no rule takes the request, and it is for the balancer-manager. */
    record Managed() implements Match { }

    /** No rule takes the request, and files of the server must be looked at to decide: not on a thread that must not wait. */
    record OnDisk() implements Match { }

    /**
     * A file of the server answers the request.
     *
     * @param place position of the directive that has mapped the path to the file
     * @param line  the directive with its arguments
     * @param name  the absolute name of the file, a byte string
     * @param type  the {@code Content-Type} of the configuration; empty text: none; empty: the usual one for the name
     */
    record Served(Place place, String line, String name, Optional<String> type) implements Match {

        /** The file and the directive with its position. */
        public String detail() {
            return Bytes.toText(name) + ", " + place.fileAndLine() + ": " + line;
        }
    }

    /** The request is forwarded. */
    record Forwarded(Rule rule, UpstreamTarget target) implements Match {

        /** The URL that the path was mapped to, without query and decoded, but with its escapes after {@code mapping=}: {@code <Proxy>} sections are selected by this URL. */
        public String mappedUrl() {
            int query = target.pathAndQuery().indexOf('?');
            String path = query < 0 ? target.pathAndQuery() : target.pathAndQuery().substring(0, query);
            return target.authority() + (RuleSet.isEarly(rule) ? path : Bytes.unescape(path));
        }
    }

    /**
     * A redirect or a rewrite rule answers the request.
     *
     * @param place    position of the directive
     * @param line     the directive with its arguments
     * @param status   200 to 599
     * @param location for 3xx: an absolute URL, or a path below the context path; only characters of URLs
     */
    record Answered(Place place, String line, int status, Optional<String> location) implements Match {

        /** The reason, for the log. */
        public OwnAnswer reason() {
            if (location.isPresent()) return OwnAnswer.REDIRECT;
            return status < 300 ? OwnAnswer.SUCCESS_BY_LINE : OwnAnswer.ANSWERED_BY_LINE;
        }

        /** The directive with its position. */
        public String detail() {
            return place.fileAndLine() + ": " + line;
        }
    }

    /**
     * Passmatch answers the request itself.
     *
     * @param reason the reason; also gives the HTTP status
     * @param rule   the rule being applied, or null if there is none
     * @param detail details for the log
     */
    record Refused(OwnAnswer reason, Rule rule, String detail) implements Match {

        /** The URL of the rule names a balancer that does not exist. */
        public static Refused unknownBalancer(Rule rule, UpstreamTarget target) {
            return new Refused(OwnAnswer.UNKNOWN_BALANCER, rule, "there is no " + target.authority());
        }

        /** The answer as text. */
        public String summary() {
            return reason.status() + " (" + reason + "): " + detail;
        }
    }
}
