package io.github.passmatch.rules.reverse;

import io.github.passmatch.rules.Place;
import io.github.passmatch.rules.environment.Environment;
import io.github.passmatch.rules.match.Interpolation;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * One {@code ProxyPassReverse}: how a URL that the upstream wrote into a response field becomes one that the client can use.
 *
 * @param place where it stands
 * @param fake  what the client knows: a path below the context path, or an absolute URL
 * @param real  what the upstream writes: an absolute URL, or a path that stands for itself on any server
 * @param interpolate the word {@code interpolate}: whether variables in both are filled in for each request
 */
public record ReverseRule(Place place, String fake, String real, boolean interpolate) {

    public ReverseRule {
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(fake, "fake");
        Objects.requireNonNull(real, "real");
    }

    /**
     * Maps {@code value} if this rule concerns it.
     *
     * @param value        of {@code Location}, {@code Content-Location}, {@code URI} or {@code Destination}
     * @param publicOrigin scheme and authority as the client sees us, and the context path: {@code https://www.example.org/ctx}
     * @return the new value, or empty if this rule leaves it alone
     */
    public Optional<String> map(String value, String publicOrigin) {
        String rest = real.startsWith("/") ? restBehind(real, pathOf(value)) : restBehindUrl(value);
        if (rest == null) return Optional.empty();
        String path = fake + rest;
        return Optional.of(fake.startsWith("/") ? publicOrigin + path : path);
    }

    /** The rule as it is for one request under {@code ProxyPassInterpolateEnv On}. */
    public ReverseRule filledIn(Environment environment) {
        return interpolate ? new ReverseRule(place, Interpolation.expand(fake, environment), Interpolation.expand(real, environment), false) : this;
    }

    /** What a value must begin with in the form of {@link #comparable}, or its path if this begins with a slash; empty where only the request tells. */
    String literalStart() {
        if (interpolate) return "";
        return real.startsWith("/") ? real : comparable(real);
    }

    /** A URL with its scheme and host, in which case does not count, in lower case; anything else as it is. */
    static String comparable(String url) {
        int path = startOfPath(url);
        return path < 0 ? url : url.substring(0, path).toLowerCase(Locale.ROOT) + url.substring(path);
    }

    private String restBehindUrl(String value) {
        int realPath = startOfPath(real);
        int valuePath = startOfPath(value);
        if (realPath < 0 || valuePath < 0) return null;
        boolean sameServer = real.substring(0, realPath).toLowerCase(Locale.ROOT).equals(value.substring(0, valuePath).toLowerCase(Locale.ROOT));
        return sameServer ? restBehind(real.substring(realPath), value.substring(valuePath)) : null;
    }

    /** What follows {@code prefix} in {@code path}, if that ends at a segment boundary; scheme and host have been compared. */
    private static String restBehind(String prefix, String path) {
        if (path == null || !path.startsWith(prefix)) return null;
        String rest = path.substring(prefix.length());
        boolean boundary = prefix.isEmpty() || prefix.endsWith("/") || rest.isEmpty() || "/?#".indexOf(rest.charAt(0)) >= 0;
        return boundary ? rest : null;
    }

    /** The path of a URL or of a path, or null; a URL of any server will do. */
    static String pathOf(String value) {
        if (value.startsWith("/") && !value.startsWith("//")) return value;
        int start = startOfPath(value);
        return start < 0 ? null : value.substring(start);
    }

    private static int startOfPath(String url) {
        int colon = url.indexOf("://");
        if (colon <= 0) return -1;
        for (int i = colon + 3; i < url.length(); i++) if ("/?#".indexOf(url.charAt(i)) >= 0) return i;
        return url.length();
    }
}
