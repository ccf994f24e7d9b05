package io.github.passmatch.rules.regex;

import io.github.passmatch.rules.Bytes;
import java.util.BitSet;
import java.util.OptionalInt;

/** Translates the escapes of a PCRE2 pattern. */
final class PcreEscapes {

    private static final String WORD = "[0-9A-Z_a-z]";

    private final PcreDialect dialect;

    PcreEscapes(PcreDialect dialect) {
        this.dialect = dialect;
    }

    private char next() {
        if (dialect.at + 1 >= dialect.in.length()) throw dialect.error("\\ at the end of the pattern", dialect.in.length());
        return dialect.in.charAt(dialect.at + 1);
    }

    /** Translates the escape at the current position, outside of a class; returns whether a quantifier may follow. */
    boolean outsideClass() {
        int start = dialect.at;
        char c = next();
        switch (c) {
            case 'Q' -> quotation();
            case 'A', 'Z', 'z', 'G' -> dialect.replace(2, "\\" + c);
            case 'b' -> dialect.replace(2, "(?:(?<=" + WORD + ")(?!" + WORD + ")|(?<!" + WORD + ")(?=" + WORD + "))");
            case 'B' -> dialect.replace(2, "(?:(?<=" + WORD + ")(?=" + WORD + ")|(?<!" + WORD + ")(?!" + WORD + "))");
            case 'R' -> dialect.replace(2, "(?>\\x0D\\x0A|[\\x0A-\\x0D\\x85])");
            case 'X' -> dialect.replace(2, "(?>\\x0D\\x0A|[\\x00-\\xFF])");
            case 'C' -> dialect.replace(2, "[\\x00-\\xFF]");
            case 'N' -> {
                boolean named = dialect.in.startsWith("{", start + 2) && !dialect.in.substring(start + 2).matches("(?s)\\{[0-9]+(,[0-9]*)?}.*");
                if (named) throw dialect.error("\\N{...} cannot be used here: write \\x{...}", start);
                dialect.replace(2, "[^\\x0A]");
            }
            case 'K' -> throw dialect.error("\\K cannot be used here, because Java's regular expressions do not have it", start);
            case 'g', 'k' -> reference(c, start);
            default -> other(c, start);
        }
        return "AZzGbB".indexOf(c) < 0;
    }

    private void other(char c, int start) {
        if (c >= '1' && c <= '9' && numbered(start)) return;
        BitSet set = set();
        if (set != null) {
            PcreClass.write(set, dialect);
            return;
        }
        OptionalInt character = character(false);
        dialect.literal((char) character.getAsInt());
    }

    private void quotation() {
        int end = dialect.in.indexOf("\\E", dialect.at);
        int stop = end < 0 ? dialect.in.length() : end;
        // A quantifier that follows applies to the last character, as in PCRE2.
        for (int i = dialect.at + 2; i < stop; i++) dialect.literal(dialect.in.charAt(i));
        dialect.at = end < 0 ? stop : end + 2;
    }

    /** {@code \12}: a reference, if the number is below ten or there are that many groups to the left. */
    private boolean numbered(int start) {
        int end = start + 1;
        while (end < dialect.in.length() && Character.isDigit(dialect.in.charAt(end))) end++;
        String digits = dialect.in.substring(start + 1, end);
        int number = digits.length() > 6 ? 999_999 : Integer.parseInt(digits);
        if (number > 9 && digits.charAt(0) < '8' && number > dialect.groups.opened()) return false;
        dialect.at = end;
        dialect.groups.reference(number, start);
        return true;
    }

    /** {@code \g1}, {@code \g{-1}}, {@code \g{name}}, {@code \k<name>} and so on. */
    private void reference(char letter, int start) {
        String rest = dialect.in.substring(start + 2);
        if (letter == 'g' && (rest.startsWith("<") || rest.startsWith("'"))) throw dialect.error("recursion and calls of groups cannot be used here, because Java's regular expressions do not have them", start);
        java.util.regex.Matcher number = java.util.regex.Pattern.compile("(?:([+-]?)(\\d{1,6})|\\{([+-]?)(\\d{1,6})})").matcher(rest);
        if (letter == 'g' && number.lookingAt()) {
            String sign = number.group(1) != null ? number.group(1) : number.group(3);
            int n = Integer.parseInt(number.group(2) != null ? number.group(2) : number.group(4));
            dialect.at = start + 2 + number.end();
            if (!sign.isEmpty() && n == 0) throw dialect.error("a relative reference cannot be 0", start);
            dialect.groups.reference(sign.equals("-") ? dialect.groups.opened() + 1 - n : sign.equals("+") ? dialect.groups.opened() + n : n, start);
        } else if (rest.startsWith("{") || letter == 'k' && (rest.startsWith("<") || rest.startsWith("'"))) {
            dialect.groups.reference(dialect.groups.name(start + 2), start);
        } else {
            throw dialect.error("\\" + letter + " must be followed by a " + (letter == 'g' ? "number or a " : "") + "name in braces", start);
        }
    }

    /** Reads {@code \d}, {@code \p{..}} and similar escapes as a set; null if there is none at the current position. */
    BitSet set() {
        char c = next();
        if (c == 'p' || c == 'P') return PcreProperty.read(dialect);
        BitSet set = PcreClass.shorthand(Character.toLowerCase(c));
        if (set == null || "dhsvw".indexOf(Character.toLowerCase(c)) < 0) return null;
        if (Character.isUpperCase(c)) set.flip(0, 256);
        dialect.at += 2;
        return set;
    }

    /** Reads an escaped character. */
    OptionalInt character(boolean inClass) {
        int start = dialect.at;
        char c = next();
        dialect.at += 2;
        switch (c) {
            case 'a' -> { return OptionalInt.of(7); }
            case 'e' -> { return OptionalInt.of(27); }
            case 'f' -> { return OptionalInt.of('\f'); }
            case 'n' -> { return OptionalInt.of('\n'); }
            case 'r' -> { return OptionalInt.of('\r'); }
            case 't' -> { return OptionalInt.of('\t'); }
            case 'c' -> { return control(start); }
            case 'x' -> { return hexadecimal(start); }
            case 'o' -> { return braced(start, 8); }
            default -> { }
        }
        if (c >= '0' && c <= '7') return octal(start);
        if (c >= '8' && c <= '9' && inClass) return OptionalInt.of(c);
        if (inClass && c == 'b') return OptionalInt.of(8);
        if (Bytes.isAlphanumeric(c)) throw dialect.error("\\" + c + " has no meaning" + (inClass ? " in a class" : ""), start);
        return OptionalInt.of(c);
    }

    private OptionalInt control(int start) {
        if (dialect.at >= dialect.in.length()) throw dialect.error("\\c at the end of the pattern", start);
        char c = dialect.in.charAt(dialect.at++);
        if (c <= ' ' && c != ' ' || c > '~') throw dialect.error("\\c must be followed by a printable ASCII character", start);
        return OptionalInt.of((c >= 'a' && c <= 'z' ? c - 32 : c) ^ 64);
    }

    private OptionalInt octal(int start) {
        int end = start + 1;
        while (end < dialect.in.length() && end < start + 4 && dialect.in.charAt(end) >= '0' && dialect.in.charAt(end) <= '7') end++;
        dialect.at = end;
        return code(dialect.in.substring(start + 1, end), 8, start);
    }

    private OptionalInt hexadecimal(int start) {
        if (dialect.in.startsWith("{", dialect.at)) return braced(start, 16);
        int end = dialect.at;
        while (end < dialect.in.length() && end < dialect.at + 2 && Character.digit(dialect.in.charAt(end), 16) >= 0) end++;
        String digits = dialect.in.substring(dialect.at, end);
        dialect.at = end;
        return code(digits.isEmpty() ? "0" : digits, 16, start);
    }

    private OptionalInt braced(int start, int radix) {
        int end = dialect.in.indexOf('}', dialect.at);
        boolean fine = dialect.in.startsWith("{", dialect.at) && end > 0 && dialect.in.substring(dialect.at + 1, end).matches(radix == 8 ? "[0-7]+" : "[0-9A-Fa-f]+");
        if (!fine) throw dialect.error("\\" + dialect.in.charAt(start + 1) + " must be followed by digits in braces", start);
        String digits = dialect.in.substring(dialect.at + 1, end);
        dialect.at = end + 1;
        return code(digits, radix, start);
    }

    private OptionalInt code(String digits, int radix, int start) {
        String significant = digits.replaceFirst("^0+(?=.)", "");
        int code = significant.length() > 6 ? Integer.MAX_VALUE : Integer.parseInt(significant, radix);
        if (code > 255) throw dialect.error("the character code is above 255: a pattern is matched byte by byte, so write the UTF-8 bytes of the character", start);
        return OptionalInt.of(code);
    }
}
