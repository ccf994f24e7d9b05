package io.github.passmatch.rules.reverse;

import io.github.passmatch.rules.Place;
import io.github.passmatch.rules.environment.Environment;
import io.github.passmatch.rules.match.Interpolation;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * One {@code ProxyPassReverse}: maps a URL in a response field of the upstream to a URL for the client.
 *
 * @param place position of the directive
 * @param fake  the client's URL: a path after the context path, or an absolute URL
 * @param real  the upstream's URL: an absolute URL, or a path on any server
 * @param interpolate {@code interpolate}: whether variables in both are replaced for each request
 */
public record ReverseRule(Place place, String fake, String real, boolean interpolate) {

    public ReverseRule {
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(fake, "fake");
        Objects.requireNonNull(real, "real");
    }

    /**
     * Maps {@code value} if this rule applies.
     *
     * @param value        of {@code Location}, {@code Content-Location}, {@code URI} or {@code Destination}
     * @param publicOrigin scheme and authority of this server as seen by the client, and the context path: {@code https://www.example.org/ctx}
     * @return the new value, or empty if this rule does not apply
     */
    public Optional<String> map(String value, String publicOrigin) {
        String rest = real.startsWith("/") ? restAfter(real, pathOf(value)) : restAfterUrl(value);
        if (rest == null) return Optional.empty();
        String path = fake + rest;
        return Optional.of(fake.startsWith("/") ? publicOrigin + path : path);
    }

    /** The rule with the variables replaced for one request, under {@code ProxyPassInterpolateEnv On}. */
    public ReverseRule interpolated(Environment environment) {
        return interpolate ? new ReverseRule(place, Interpolation.expand(fake, environment), Interpolation.expand(real, environment), false) : this;
    }

    /** The literal start of matching values in the form of {@link #comparable}, or of their paths if the result begins with a slash; empty if it depends on the request. */
    String literalStart() {
        if (interpolate) return "";
        return real.startsWith("/") ? real : comparable(real);
    }

    /** A URL with scheme and host in lower case; any other text unchanged. */
    static String comparable(String url) {
        int path = startOfPath(url);
        return path < 0 ? url : url.substring(0, path).toLowerCase(Locale.ROOT) + url.substring(path);
    }

    private String restAfterUrl(String value) {
        int realPath = startOfPath(real);
        int valuePath = startOfPath(value);
        if (realPath < 0 || valuePath < 0) return null;
        boolean sameServer = real.substring(0, realPath).toLowerCase(Locale.ROOT).equals(value.substring(0, valuePath).toLowerCase(Locale.ROOT));
        return sameServer ? restAfter(real.substring(realPath), value.substring(valuePath)) : null;
    }

    /** The rest of {@code path} after {@code prefix}, if the prefix ends at a segment boundary; null otherwise. Scheme and host are already compared. */
    private static String restAfter(String prefix, String path) {
        if (path == null || !path.startsWith(prefix)) return null;
        String rest = path.substring(prefix.length());
        boolean boundary = prefix.isEmpty() || prefix.endsWith("/") || rest.isEmpty() || "/?#".indexOf(rest.charAt(0)) >= 0;
        return boundary ? rest : null;
    }

    /** The path of a URL of any server, or the path itself; null for any other text. */
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
