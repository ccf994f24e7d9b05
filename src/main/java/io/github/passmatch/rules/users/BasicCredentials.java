package io.github.passmatch.rules.users;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A user and a password that a client has sent (RFC 7617). Never printed.
 *
 * @param user     a byte string
 * @param password a byte string
 */
record BasicCredentials(String user, String password) {

    private static final String SCHEME = "basic ";

    /**
     * Reads an {@code Authorization} field as httpd does: of several lines the first one counts, and characters after the Base64 text are ignored.
     *
     * @param lines the lines of the field
     * @return empty if the field has no credentials of this scheme; credentials that are malformed have an empty user
     */
    static Optional<BasicCredentials> of(List<String> lines) {
        if (lines.isEmpty()) return Optional.empty();
        String line = lines.get(0);
        if (!(line + " ").regionMatches(true, 0, SCHEME, 0, SCHEME.length())) return Optional.empty();
        String text = decoded(line.substring(Math.min(line.length(), SCHEME.length())).strip());
        int colon = text.indexOf(':');
        boolean valid = colon >= 0 && text.chars().noneMatch(c -> c < ' ' || c == 0x7F);        // RFC 7617 §2: no control characters
        return Optional.of(valid ? new BasicCredentials(text.substring(0, colon), text.substring(colon + 1)) : new BasicCredentials("", ""));
    }

    private static String decoded(String base64) {
        int end = 0;
        while (end < base64.length() && isBase64(base64.charAt(end))) end++;
        if (end % 4 == 1) end--;        // one character holds no byte
        return new String(Base64.getDecoder().decode(base64.substring(0, end)), ISO_8859_1);
    }

    private static boolean isBase64(char c) {
        return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '+' || c == '/';
    }

    @Override
    public String toString() {
        return "credentials";
    }
}
