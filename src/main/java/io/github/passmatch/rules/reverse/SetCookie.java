package io.github.passmatch.rules.reverse;

import java.util.List;
import java.util.Optional;

/**
 * Rewrites attributes of a {@code Set-Cookie} value in place. Only the text of a mapped attribute changes; every other byte stays,
 * because servers and clients disagree about the finer points of this field and a parsed and printed cookie is another one.
 */
public final class SetCookie {

    private SetCookie() { }

    /**
     * Maps the {@code Path} and {@code Domain} attributes; for each the first rule that concerns it counts.
     *
     * @param value as the upstream sent it, a byte string
     * @param rules in the order in which they are tried
     * @param contextPath stands in front of a path that a rule yields, because rules speak of paths below it
     * @return {@code value} itself if no rule concerns it
     */
    public static String map(String value, List<CookieRule> rules, String contextPath) {
        if (rules.isEmpty()) return value;
        StringBuilder mapped = new StringBuilder(value.length());
        int copied = 0;
        // The first part is the cookie itself, even where its name is "path": attributes begin behind the first semicolon.
        for (int start = value.indexOf(';') + 1; start > 0; start = value.indexOf(';', start) + 1) {
            int end = value.indexOf(';', start);
            int equals = value.indexOf('=', start);
            if (end < 0) end = value.length();
            if (equals < 0 || equals > end) continue;
            int from = skipBlanks(value, equals + 1, end);
            int to = dropBlanks(value, from, end);
            Optional<String> text = mapAttribute(value.substring(start, equals).strip(), value.substring(from, to), rules, contextPath);
            if (text.isEmpty()) continue;
            mapped.append(value, copied, from).append(text.get());
            copied = to;
        }
        return copied == 0 ? value : mapped.append(value, copied, value.length()).toString();
    }

    private static Optional<String> mapAttribute(String name, String text, List<CookieRule> rules, String contextPath) {
        CookieRule.Attribute attribute = CookieRule.Attribute.named(name);
        if (attribute == null) return Optional.empty();
        for (CookieRule rule : rules) {
            Optional<String> mapped = rule.attribute() == attribute ? rule.map(text) : Optional.empty();
            if (mapped.isPresent()) return mapped.map(shown -> attribute == CookieRule.Attribute.PATH && shown.startsWith("/") ? contextPath + shown : shown);
        }
        return Optional.empty();
    }

    private static int skipBlanks(String value, int from, int to) {
        int i = from;
        while (i < to && isBlank(value.charAt(i))) i++;
        return i;
    }

    private static int dropBlanks(String value, int from, int to) {
        int i = to;
        while (i > from && isBlank(value.charAt(i - 1))) i--;
        return i;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
