package io.github.passmatch.config.text;

/** Names of fields in directives. */
public final class FieldName {

    private static final String MARKS = "!#$%&'*+-.^_`|~";

    private FieldName() { }

    /** Whether {@code text} is a token (RFC 9110 §5.6.2). */
    public static boolean isToken(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || MARKS.indexOf(c) >= 0);
    }
}
