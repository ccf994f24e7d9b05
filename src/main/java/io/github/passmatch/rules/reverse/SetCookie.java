package io.github.passmatch.rules.reverse;

import java.util.List;
import java.util.Optional;

/**
 * Rewrites attributes of a {@code Set-Cookie} value. Only the text of a mapped attribute changes; all other bytes are kept,
 * because servers and clients differ in details of this field, and a parsed and rewritten cookie could change its meaning.
 */
public final class SetCookie {

    private SetCookie() { }

    /**
     * Maps the {@code Path} and {@code Domain} attributes; for each attribute, the first rule that applies is used.
     *
     * @param value as the upstream sent it, a byte string
     * @param rules in the order in which they are tried
     * @param contextPath prepended to a mapped path, because paths in rules are relative to the context path
     * @return {@code value} itself if no rule applies
     */
    public static String map(String value, List<CookieRule> rules, String contextPath) {
        if (rules.isEmpty()) return value;
        StringBuilder mapped = new StringBuilder(value.length());
        int copied = 0;
        // The first part is the cookie itself, even if the name is "path": attributes begin after the first semicolon.
        for (int start = value.indexOf(';') + 1; start > 0; start = value.indexOf(';', start) + 1) {
            int end = value.indexOf(';', start);
            int equals = value.indexOf('=', start);
            if (end < 0) end = value.length();
            if (equals < 0 || equals > end) continue;
            int from = skipWhitespace(value, equals + 1, end);
            int to = trimWhitespace(value, from, end);
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

    private static int skipWhitespace(String value, int from, int to) {
        int i = from;
        while (i < to && isWhitespace(value.charAt(i))) i++;
        return i;
    }

    private static int trimWhitespace(String value, int from, int to) {
        int i = to;
        while (i > from && isWhitespace(value.charAt(i - 1))) i--;
        return i;
    }

    private static boolean isWhitespace(char c) {
        return c == ' ' || c == '\t';
    }
}
