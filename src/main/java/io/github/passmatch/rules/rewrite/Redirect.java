package io.github.passmatch.rules.rewrite;

import io.github.passmatch.rules.Bytes;
import io.github.passmatch.rules.OwnAnswer;
import io.github.passmatch.rules.Place;
import io.github.passmatch.rules.match.Match;
import io.github.passmatch.rules.match.PathPattern;
import io.github.passmatch.rules.match.PathPrefix;
import io.github.passmatch.rules.match.PathRegex;
import io.github.passmatch.rules.regex.Pcre;
import io.github.passmatch.rules.target.Template;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;

/** One {@code Redirect} or {@code RedirectMatch}: answers requests for matching paths with a status and, for 3xx, with a URL. Immutable. */
public final class Redirect {

    private final Place place;
    private final String line;
    private final int status;
    private final Optional<PathPattern> pattern;
    private final String url;
    private final Template template;

    /**
     * A redirect of matching paths.
     *
     * @param line   the directive with its arguments, for messages
     * @param status 200 to 599
     * @param url    a byte string; empty text if the status is not a redirect
     */
    public Redirect(Place place, String line, int status, PathPattern pattern, String url) {
        this(place, line, status, Optional.of(pattern), url, pattern instanceof PathRegex ? Template.ofText(url) : Template.literal(url));
    }

    private Redirect(Place place, String line, int status, Optional<PathPattern> pattern, String url, Template template) {
        this.place = Objects.requireNonNull(place, "place");
        this.line = Objects.requireNonNull(line, "line");
        this.status = status;
        this.pattern = pattern;
        this.url = url;
        this.template = template;
    }

    /** A redirect of all paths of a section, always to the same URL. */
    public static Redirect ofSection(Place place, String line, int status, String url) {
        return new Redirect(place, line, status, Optional.empty(), url, Template.literal(url));
    }

    /** The position of the directive. */
    public Place place() {
        return place;
    }

    /** Empty: all paths of a section. */
    public Optional<PathPattern> pattern() {
        return pattern;
    }

    /** Whether an answer with {@code status} sends the client to a URL. */
    public static boolean hasUrl(int status) {
        return status >= 300 && status < 400;
    }

    String literalStart() {
        return pattern.map(PathPattern::literalStart).orElse("");
    }

    /**
     * The answer for {@code path}; null if the path does not match.
     *
     * @param path  decoded, a byte string
     * @param query of the request, or null
     */
    Match answer(String path, String query) throws Pcre.TooMuchWork {
        StringBuilder target = new StringBuilder();
        if (pattern.isEmpty()) {
            target.append(escaped(url));
        } else if (pattern.get() instanceof PathPrefix prefix) {
            int end = prefix.endIn(path);
            if (end < 0) return null;
            target.append(url);
            for (int i = end; i < path.length(); i++) Location.escape(path.charAt(i), target);
        } else {
            Matcher match = ((PathRegex) pattern.get()).regex().find(path);
            if (match == null) return null;
            template.write(match, (start, end, out) -> out.append(path, start, end), target);
            target = new StringBuilder(escaped(target.toString()));
        }
        return hasUrl(status) ? redirect(target.toString(), query) : new Match.Answered(place, line, status, Optional.empty());
    }

    /** Whether {@code text} can be sent: a path that begins with a slash, or a URL with a scheme. */
    public static boolean isUrl(String text) {
        return text.startsWith("/") || Location.isAbsolute(text);
    }

    /** As in httpd, everything before the query is escaped, also {@code %}. */
    private static String escaped(String target) {
        int end = 0;
        while (end < target.length() && target.charAt(end) != '?' && target.charAt(end) != '#') end++;
        StringBuilder out = new StringBuilder(target.length());
        for (int i = 0; i < end; i++) Location.escape(target.charAt(i), out);
        return out.append(target, end, target.length()).toString();
    }

    private Match redirect(String target, String query) {
        if (!isUrl(target)) return new Match.Refused(OwnAnswer.REDIRECT_URL, null, place.fileAndLine() + ": " + Bytes.toText(Location.clean(target)));
        String whole = query == null || target.indexOf('?') >= 0 ? target : target + "?" + query;
        return new Match.Answered(place, line, status, Optional.of(Location.clean(whole)));
    }

    /** The directive with its arguments. */
    @Override
    public String toString() {
        return line;
    }
}
