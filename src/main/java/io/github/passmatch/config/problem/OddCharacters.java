package io.github.passmatch.config.problem;

import io.github.passmatch.rules.Place;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reports characters that look like others or are invisible, and files in unreadable encodings. */
public final class OddCharacters {

    private static final String QUOTES = "\u201c\u201d\u201e\u201f\u2018\u2019\u201a\u201b\u00ab\u00bb\u2039\u203a\u2033\u2032\uff02\uff07\u0091\u0092\u0093\u0094\u0082\u0084";
    private static final String SINGLE_QUOTES = "\u2018\u2019\u201a\u201b\u2039\u203a\u2032\uff07\u0091\u0092\u0082";
    private static final String DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uff0d\u0096\u0097";
    /** Directives whose values are text for people, in which such characters may be intended. */
    private static final Set<String> TEXTS = Set.of("errordocument", "header", "requestheader", "setenv", "define");

    private OddCharacters() { }

    /** Whether the file does not contain lines of text; reports an error if so. */
    public static boolean refuse(ConfigSource source, Problems problems) {
        String text = source.text();
        int nul = text.indexOf('\0');
        if (nul >= 0 && isWide(text)) {
            problems.error(Finding.ODD_CHARACTER, new Place(source.name(), 1, 1), "this file is UTF-16 text, as Windows PowerShell and Notepad may write it", "save it as UTF-8: iconv -f UTF-16 -t UTF-8, or Out-File -Encoding utf8");
            return true;
        }
        if (nul >= 0) {
            int line = (int) text.substring(0, nul).lines().count();
            problems.error(Finding.ODD_CHARACTER, new Place(source.name(), Math.max(1, line), 1), "this file contains NUL characters, so it is not text", "check that this is the right file, and save it as UTF-8");
            return true;
        }
        boolean oneLine = text.indexOf('\r') >= 0 && text.indexOf('\r') < text.stripTrailing().length() && text.indexOf('\n') < 0;
        if (oneLine) problems.error(Finding.ODD_CHARACTER, new Place(source.name(), 1, 1), "the lines of this file end with CR only, so the whole file is one line", "save it with LF as line end: tr '\\r' '\\n'");
        return oneLine;
    }

    /** In UTF-16 text, about every other byte is NUL. */
    private static boolean isWide(String text) {
        if (text.startsWith("\u00ff\u00fe") || text.startsWith("\u00fe\u00ff")) return true;
        long nuls = text.chars().filter(c -> c == 0).count();
        return nuls >= text.length() / 3;
    }

    /**
     * Reports the characters of one line.
     *
     * @param places the place of each character
     * @return whether the line is not usable because of them
     */
    public static boolean report(CharSequence line, int start, List<Place> places, String name, Problems problems) {
        char quote = 0;
        boolean wordBegins = true;
        boolean broken = false;
        for (int i = start; i < line.length(); i++) {
            char c = line.charAt(i);
            boolean inQuotes = quote != 0;
            if (inQuotes && c == '\\') i++;
            else if (inQuotes && c == quote) quote = 0;
            else if (!inQuotes && wordBegins && (c == '"' || c == '\'')) quote = c;
            else if (!inQuotes && isOdd(c, wordBegins)) broken |= error(c, places.get(i), problems);
            else if (inQuotes && isInvisible(c) && !TEXTS.contains(name.toLowerCase(Locale.ROOT))) problems.warn(Finding.ODD_CHARACTER, places.get(i), what(c), cure(c));
            wordBegins = quote == 0 && (c == ' ' || c == '\t');
        }
        return broken;
    }

    private static boolean isOdd(char c, boolean wordBegins) {
        return isInvisible(c) || QUOTES.indexOf(c) >= 0 || wordBegins && DASHES.indexOf(c) >= 0;
    }

    private static boolean isInvisible(char c) {
        int type = Character.getType(c);
        boolean blank = type == Character.SPACE_SEPARATOR || type == Character.LINE_SEPARATOR || type == Character.PARAGRAPH_SEPARATOR;
        return c != ' ' && blank || type == Character.FORMAT;
    }

    private static boolean error(char c, Place place, Problems problems) {
        problems.error(Finding.ODD_CHARACTER, place, what(c), cure(c));
        return true;
    }

    private static String what(char c) {
        String name = c < 0xa0 ? "a character of Windows-1252" : Character.getName(c).toLowerCase(Locale.ROOT);
        String code = String.format("%s (U+%04X)", name, (int) c);
        if (QUOTES.indexOf(c) >= 0) return "this is a typographic quotation mark, " + code + ", which does not quote";
        if (DASHES.indexOf(c) >= 0) return "this is a dash, " + code + ", not a hyphen";
        return Character.getType(c) == Character.FORMAT ? "this is an invisible character, " + code : "this is not an ordinary space, but " + code;
    }

    private static String cure(char c) {
        if (SINGLE_QUOTES.indexOf(c) >= 0) return "write '";
        if (QUOTES.indexOf(c) >= 0) return "write \"";
        if (DASHES.indexOf(c) >= 0) return "write -";
        return Character.getType(c) == Character.FORMAT ? "delete it" : "write an ordinary space";
    }

    /** {@code text} with {@code "} and {@code '} in place of typographic quotation marks. */
    public static String withPlainQuotes(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.chars().forEach(c -> out.append(SINGLE_QUOTES.indexOf(c) >= 0 ? '\'' : QUOTES.indexOf(c) >= 0 ? '"' : (char) c));
        return out.toString();
    }

    /** {@code text} for a terminal: characters that are not visible become question marks. */
    static String printable(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.chars().forEach(c -> out.append(c == '\n' ? '\n' : c == '\t' ? ' ' : Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : (char) c));
        return out.toString();
    }
}
