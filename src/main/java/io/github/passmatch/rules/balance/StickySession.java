package io.github.passmatch.rules.balance;

import io.github.passmatch.rules.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Finds the route of a session: {@code stickysession}. A parameter of the URL counts before a cookie, and a route that a member has before a route of nobody.
 *
 * @param cookie      the name of the cookie
 * @param parameter   the name of the parameter in path or query
 * @param separator   {@code stickysessionsep}: the route begins after it; 0: the whole value is the route
 * @param semicolon   {@code scolonpathdelim}: a value in the query ends at a semicolon too
 * @param setsCookie  {@code stickycookie=on}
 */
public record StickySession(String cookie, String parameter, char separator, boolean semicolon, boolean setsCookie) {

    /** A session that a request names. */
    public record Session(String name, String route) { }

    public StickySession {
        Objects.requireNonNull(cookie, "cookie");
        Objects.requireNonNull(parameter, "parameter");
    }

    /** {@code stickysession=NAME} or {@code COOKIE|parameter}, with the default separator. */
    public static StickySession named(String names) {
        int bar = names.indexOf('|');
        return new StickySession(bar < 0 ? names : names.substring(0, bar), bar < 0 ? names : names.substring(bar + 1), '.', false, false);
    }

    /** {@code stickysession} as it is written: {@code NAME} or {@code COOKIE|parameter}. */
    public String names() {
        return cookie.equals(parameter) ? cookie : cookie + "|" + parameter;
    }

    /**
     * The session of a request.
     *
     * @param path    the path for the upstream, escaped
     * @param query   the query, or null
     * @param cookies the values of the {@code Cookie} lines
     * @param known   whether a member has the route
     * @return the first session whose route is known, else the first session, else empty
     */
    public Optional<Session> find(String path, String query, List<String> cookies, Predicate<String> known) {
        List<String> values = new ArrayList<>(1);
        inPath(Bytes.unescape(path), values);
        if (query != null) split(query, semicolon ? "&;" : "&", parameter, values);
        Session first = null;
        for (int i = 0; i < values.size(); i++) {
            Session session = session(parameter, values.get(i), known);
            if (session != null && known.test(session.route)) return Optional.of(session);
            if (first == null) first = session;
        }
        values.clear();
        for (String line : cookies) split(line, ";,", cookie, values);
        for (int i = 0; i < values.size(); i++) {
            Session session = session(cookie, unquoted(values.get(i)), known);
            if (session != null && known.test(session.route)) return Optional.of(session);
            if (first == null) first = session;
        }
        return Optional.ofNullable(first);
    }

    /** The value of {@code Set-Cookie} with which a client keeps {@code route}; empty without {@code stickycookie}. */
    public Optional<String> setCookie(String route, String contextPath, boolean secure) {
        String path = contextPath.isEmpty() ? "/" : contextPath;
        return setsCookie ? Optional.of(cookie + "=" + (separator == 0 ? "" : String.valueOf(separator)) + route + "; Path=" + path + "; HttpOnly; SameSite=Lax" + (secure ? "; Secure" : "")) : Optional.empty();
    }

    /** The parameters of all segments of the path. */
    private void inPath(String path, List<String> values) {
        for (int start = path.indexOf(';'); start >= 0; start = path.indexOf(';', start + 1)) {
            int end = start + 1;
            while (end < path.length() && ";/".indexOf(path.charAt(end)) < 0) end++;
            split(path.substring(start + 1, end), "", parameter, values);
        }
    }

    /** Adds the value of each {@code name=value}; blanks around name and value do not count. */
    private static void split(String text, String ends, String name, List<String> values) {
        for (int start = 0; start <= text.length();) {
            int end = start;
            while (end < text.length() && ends.indexOf(text.charAt(end)) < 0) end++;
            int equals = text.indexOf('=', start);
            if (equals >= 0 && equals < end && text.substring(start, equals).strip().equals(name)) {
                String value = text.substring(equals + 1, end).strip();
                if (!value.isEmpty()) values.add(value);
            }
            start = end + 1;
        }
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    /** The session with the text after the first separator after which a known route stands, else after the first one; null if there is no separator. */
    private Session session(String name, String value, Predicate<String> known) {
        if (separator == 0) return new Session(name, value);
        int first = value.indexOf(separator);
        for (int at = first; at >= 0; at = value.indexOf(separator, at + 1)) {
            String route = value.substring(at + 1);
            if (known.test(route)) return new Session(name, route);
        }
        return first < 0 ? null : new Session(name, value.substring(first + 1));
    }
}
