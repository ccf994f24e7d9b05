package io.github.passmatch.rules.reverse;

import io.github.passmatch.rules.Place;
import io.github.passmatch.rules.environment.Environment;
import io.github.passmatch.rules.match.Interpolation;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * One {@code ProxyPassReverseCookiePath} or {@code ProxyPassReverseCookieDomain}: maps a cookie attribute of the
 * upstream to a value for the client.
 *
 * @param place       position of the directive
 * @param attribute   the attribute to map
 * @param internal    the upstream's value, a byte string
 * @param shown       the client's value, a byte string
 * @param interpolate whether {@code ${VAR}} in both values is replaced for each request
 */
public record CookieRule(Place place, Attribute attribute, String internal, String shown, boolean interpolate) {

    /** Attributes of {@code Set-Cookie}. */
    public enum Attribute {
        /** Compared case-sensitively, by whole segments. */
        PATH,
        /** Compared as a whole; case and a leading dot are ignored (RFC 6265 §5.2.3). */
        DOMAIN;

        /** The attribute with this name (case-insensitive), or null. */
        static Attribute named(String name) {
            return name.equalsIgnoreCase("Path") ? PATH : name.equalsIgnoreCase("Domain") ? DOMAIN : null;
        }
    }

    public CookieRule {
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(attribute, "attribute");
        Objects.requireNonNull(internal, "internal");
        Objects.requireNonNull(shown, "shown");
    }

    /**
     * Maps the value of this rule's attribute.
     *
     * @return the new value, or empty if this rule does not apply
     */
    Optional<String> map(String value) {
        return attribute == Attribute.PATH ? mapPath(value) : mapDomain(value);
    }

    /** The rule with the variables replaced for one request, under {@code ProxyPassInterpolateEnv On}. */
    public CookieRule interpolated(Environment environment) {
        return interpolate ? new CookieRule(place, attribute, Interpolation.expand(internal, environment), Interpolation.expand(shown, environment), false) : this;
    }

    private Optional<String> mapPath(String path) {
        if (!path.startsWith(internal)) return Optional.empty();
        String rest = path.substring(internal.length());
        boolean afterSlash = internal.endsWith("/");
        if (!rest.isEmpty() && !afterSlash && !rest.startsWith("/")) return Optional.empty();
        return Optional.of(join(rest, afterSlash));
    }

    /** Joins the paths with exactly one slash. */
    private String join(String rest, boolean afterSlash) {
        if (rest.isEmpty()) return shown;
        String below = afterSlash ? rest : rest.substring(1);
        return shown.endsWith("/") ? shown + below : shown + "/" + below;
    }

    private Optional<String> mapDomain(String domain) {
        return bare(domain).equals(bare(internal)) ? Optional.of(shown) : Optional.empty();
    }

    private static String bare(String domain) {
        return (domain.startsWith(".") ? domain.substring(1) : domain).toLowerCase(Locale.ROOT);
    }
}
