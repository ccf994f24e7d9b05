package io.github.passmatch.upstream.request;

/** Checks single words of a head: tokens (RFC 9110 §5.6.2) and numbers. */
public final class Tokens {

    private static final String MARKS = "!#$%&'*+-.^_`|~";

    private Tokens() { }

    /** Whether {@code c} may be part of a token. */
    public static boolean isTokenCharacter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || MARKS.indexOf(c) >= 0;
    }

    /** Whether {@code text} is a number of 1 to {@code most} digits, and nothing else. */
    public static boolean isNumber(String text, int most) {
        if (text.isEmpty() || text.length() > most) return false;
        for (int i = 0; i < text.length(); i++) if (text.charAt(i) < '0' || text.charAt(i) > '9') return false;
        return true;
    }

    /** Whether {@code text} is a token: a method, a field name. */
    public static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) if (!isTokenCharacter(text.charAt(i))) return false;
        return !text.isEmpty();
    }
}
