package io.github.passmatch.rules.match;

import java.util.List;
import java.util.Random;

/**
 * A regular expression made by chance, mostly well-formed, with a text that it may be found in. Its literals are few and alike, and
 * whatever could be mistaken for literal text stands where it hurts: quantifiers, comments and empty quotations right behind a
 * literal, choices at the top and in groups, parentheses and bars in classes.
 */
final class RandomPattern {

    private static final List<String> LITERALS = List.of("a", "app", "ap", "b", "/", "/", "//", "/app", "/a", "app1");
    private static final List<String> ANCHORS = List.of("", "^^", "^*", "^?", "(?i)^", "(?m)^", "(?=.)^", "(^", "\\Q\\E^");
    private static final List<String> QUANTIFIERS = List.of("?", "*", "+", "{2}", "{0,1}", "{0}", "{1,}", "*?", "?+", "{x", "{000001}", "\\Q\\E?", "(?#c)?", "(?#|)*");
    private static final List<String> ODDITIES = List.of("(?i)", "(?x)", "(?x)#(\n", "(?x)#[\n", "(?s)", "(?i:P)", "(?=a)", "(?!b)", "(?#(c)", "\\b", "(?<=a)", "[(]", "[]|]", "[^[:alpha:]|(]", "[[:^alpha:](]", "[\\Q]\\E(]", "]", "}", "#", "$");

    private final Random random;
    private final StringBuilder regex = new StringBuilder();
    private final StringBuilder witness = new StringBuilder();

    RandomPattern(Random random) {
        this.random = random;
        String anchor = random.nextInt(5) > 0 ? "^" : random.nextInt(4) > 0 ? "\\A" : oneOf(ANCHORS);
        regex.append(anchor);
        literal("/");
        sequence(2);
        if (random.nextInt(12) == 0) {
            regex.append(random.nextBoolean() ? "|^" : "|");
            if (random.nextBoolean()) witness.setLength(0);
            sequence(1);
        }
        if (anchor.equals("(^")) regex.append(')');
        if (random.nextBoolean()) regex.append(random.nextInt(3) > 0 ? "$" : "(.*)$");
    }

    String regex() {
        return regex.toString();
    }

    String witness() {
        return witness.toString();
    }

    private void sequence(int depth) {
        for (int n = 1 + random.nextInt(3); n > 0; n--) {
            switch (random.nextInt(depth > 0 ? 12 : 8)) {
                case 0 -> quoted(oneOf(LITERALS));
                case 1 -> escaped("/.".charAt(random.nextInt(2)));
                case 2 -> piece(oneOf(List.of("[ab]", "[^b]", "(?:a)", "\\x61", "\\w", ".", "[[:alnum:]]")), "a");
                case 3 -> piece(oneOf(ODDITIES), "");
                case 8, 9 -> group(depth);
                default -> literal(oneOf(LITERALS));
            }
            if (random.nextInt(6) == 0) quantifier();
        }
    }

    private void group(int depth) {
        regex.append(oneOf(List.of("(", "(", "(?:", "(?<n>", "(?>", "(?=", "(?P<m>")));
        sequence(depth - 1);
        if (random.nextInt(4) == 0) {
            regex.append('|');
            sequence(depth - 1);
        }
        regex.append(')');
    }

    /** The last character of the text may be missing or there twice, which quantifiers can mean. */
    private void quantifier() {
        regex.append(oneOf(QUANTIFIERS));
        int last = witness.length() - 1;
        int choice = random.nextInt(3);
        if (choice == 0 && last >= 0) witness.setLength(last);
        if (choice == 1 && last >= 0) witness.append(witness.charAt(last));
    }

    private void literal(String text) {
        piece(text, text);
    }

    private void quoted(String text) {
        piece("\\Q" + text + "\\E", text);
    }

    private void escaped(char c) {
        piece("\\" + c, String.valueOf(c));
    }

    private void piece(String source, String text) {
        regex.append(source);
        witness.append(text);
    }

    private String oneOf(List<String> all) {
        return all.get(random.nextInt(all.size()));
    }
}
