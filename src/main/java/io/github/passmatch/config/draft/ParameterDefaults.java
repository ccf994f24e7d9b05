package io.github.passmatch.config.draft;

import io.github.passmatch.config.text.Word;
import java.util.List;

/**
 * Holds the parameters which a {@code ProxySet} or a {@code <Proxy>} section sets for rules whose URL begins with {@code url}, by complete
 * segments (departure 1: parameters belong to rules, not to workers which several rules share).
 *
 * @param opensWorker whether httpd would create a worker for the URL: in {@code <Proxy>} it does
 */
public record ParameterDefaults(String url, List<Word> parameters, boolean opensWorker) {

    public ParameterDefaults {
        parameters = List.copyOf(parameters);
    }

    /** Whether a rule with this URL gets the parameters; scheme and host ignore case. */
    public boolean appliesTo(String target) {
        int path = startOfPath(url);
        if (target.length() < url.length() || !target.regionMatches(true, 0, url, 0, path) || !target.startsWith(url.substring(path), path)) return false;
        return target.length() == url.length() || url.endsWith("/") || "/?$".indexOf(target.charAt(url.length())) >= 0;
    }

    private static int startOfPath(String url) {
        int authority = url.indexOf("://");
        int slash = authority < 0 ? -1 : url.indexOf('/', authority + 3);
        return slash < 0 ? url.length() : slash;
    }
}
