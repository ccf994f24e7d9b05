package io.github.passmatch.upstream;

/** The token of RFC 9110 §5.6.2. */
public final class Tokens {

    private static final String MARKS = "!#$%&'*+-.^_`|~";

    private Tokens() { }

    /** Whether {@code c} may stand in a token. */
    static boolean isTokenCharacter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || MARKS.indexOf(c) >= 0;
    }

    /** Whether {@code text} is a token: a method, a field name. */
    public static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) if (!isTokenCharacter(text.charAt(i))) return false;
        return !text.isEmpty();
    }
}
