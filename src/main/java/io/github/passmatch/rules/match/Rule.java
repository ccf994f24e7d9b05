package io.github.passmatch.rules.match;

import io.github.passmatch.rules.Place;
import java.util.Objects;
import java.util.Optional;

/**
 * One {@code ProxyPass} or {@code ProxyPassMatch}. The member of a balancer is a rule too, with connections, but no path: it is not among the rules that are tried.
 *
 * @param number      the position in the order of matching, from 1
 * @param place       position of the directive
 * @param directive   {@code ProxyPass}, {@code ProxyPassMatch}, {@code RewriteRule} or {@link #MEMBER}, as httpd spells it
 * @param pattern     matches the paths for this rule
 * @param destination target and parameters; empty for an exclusion ({@code !})
 * @param interpolate {@code interpolate}: whether variables in path and URL are replaced for each request
 */
public record Rule(int number, Place place, String directive, PathPattern pattern, Optional<Destination> destination, boolean interpolate) {

    /** The directive of a member of a balancer. */
    public static final String MEMBER = "BalancerMember";

    public Rule {
        if (number < 1) throw new IllegalArgumentException("number must be at least 1, was " + number);
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(pattern, "pattern");
    }

    /** The same rule under another number. */
    public Rule numbered(int other) {
        return new Rule(other, place, directive, pattern, destination, interpolate);
    }

    /** Whether this is a member of a balancer. */
    public boolean isMember() {
        return directive.equals(MEMBER);
    }

    /** Whether matching requests are not proxied ({@code !}). */
    public boolean excludes() {
        return destination.isEmpty();
    }

    /** The view of the path to which the pattern is compared; for an exclusion the decoded view. */
    public Destination.View view() {
        return destination.map(Destination::view).orElse(Destination.View.DECODED);
    }

    /** {@code rule 1 (proxy.conf:12): ProxyPassMatch ^/a/(.*) http://h/$1 - non-reusing: …}: the rule and the decision on reuse. */
    public String summary() {
        return "rule " + number + " (" + place.fileAndLine() + "): " + this + " - " + destination.map(to -> to.connections().reuse().toString()).orElse("not proxied");
    }

    /** The rule as configured, without parameters. */
    @Override
    public String toString() {
        return directive + " " + pattern.text() + " " + destination.map(d -> d.target().text()).orElse("!");
    }
}
