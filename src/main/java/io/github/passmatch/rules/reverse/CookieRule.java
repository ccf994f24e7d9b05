package io.github.passmatch.rules.reverse;

import io.github.passmatch.rules.Place;
import io.github.passmatch.rules.environment.Environment;
import io.github.passmatch.rules.match.Interpolation;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * One {@code ProxyPassReverseCookiePath} or {@code ProxyPassReverseCookieDomain}: how an attribute that the upstream wrote into a
 * cookie becomes one that the client can use.
 *
 * @param place       where it stands
 * @param attribute   which attribute it is about
 * @param internal    what the upstream writes, a byte string
 * @param shown       what the client sees, a byte string
 * @param interpolate whether {@code ${VAR}} in both stands for a variable of the request
 */
public record CookieRule(Place place, Attribute attribute, String internal, String shown, boolean interpolate) {

    /** Named as in {@code Set-Cookie}, whose names ignore case. */
    public enum Attribute {
        /** Compared with case, by whole segments. */
        PATH,
        /** Compared as a whole; neither case nor a leading dot counts (RFC 6265 §5.2.3). */
        DOMAIN;

        /** The one of that name, or null. */
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
     * Maps the value of an attribute of this rule's kind.
     *
     * @return the new value, or empty if this rule leaves it alone
     */
    Optional<String> map(String value) {
        return attribute == Attribute.PATH ? mapPath(value) : mapDomain(value);
    }

    /** The rule as it is for one request under {@code ProxyPassInterpolateEnv On}. */
    public CookieRule filledIn(Environment environment) {
        return interpolate ? new CookieRule(place, attribute, Interpolation.expand(internal, environment), Interpolation.expand(shown, environment), false) : this;
    }

    private Optional<String> mapPath(String path) {
        if (!path.startsWith(internal)) return Optional.empty();
        String rest = path.substring(internal.length());
        boolean behindSlash = internal.endsWith("/");
        if (!rest.isEmpty() && !behindSlash && !rest.startsWith("/")) return Optional.empty();
        return Optional.of(join(rest, behindSlash));
    }

    /** One slash, not none and not two, stands where the paths meet. */
    private String join(String rest, boolean behindSlash) {
        if (rest.isEmpty()) return shown;
        String below = behindSlash ? rest : rest.substring(1);
        return shown.endsWith("/") ? shown + below : shown + "/" + below;
    }

    private Optional<String> mapDomain(String domain) {
        return bare(domain).equals(bare(internal)) ? Optional.of(shown) : Optional.empty();
    }

    private static String bare(String domain) {
        return (domain.startsWith(".") ? domain.substring(1) : domain).toLowerCase(Locale.ROOT);
    }
}
