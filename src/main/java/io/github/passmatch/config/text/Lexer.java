package io.github.passmatch.config.text;

import io.github.passmatch.config.problem.ConfigSource;
import io.github.passmatch.config.problem.Finding;
import io.github.passmatch.config.problem.OddCharacters;
import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.rules.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Splits text into directives and words as httpd does: a backslash before the line end joins lines (comments too), {@code #} begins a
 * comment only as the first character of a line, quotation marks enclose a word, {@code ${NAME}} is replaced.
 */
public final class Lexer {

    private static final List<String> UNESCAPED = List.of("RewriteRule", "RewriteCond");

    private final String file;
    private final String text;
    private final Variables variables;
    private final Problems problems;
    private final Predicate<String> isSupported;
    private int at;
    private int lineNumber = 1;

    /** One joined line: its characters, and the place of each. */
    private final StringBuilder joined = new StringBuilder();
    private final List<Place> places = new ArrayList<>();
    /** Variables in the present line which are not defined. */
    private final Map<Place, String> undefined = new LinkedHashMap<>();

    /** @param isSupported whether a directive with this name has an effect here */
    public Lexer(ConfigSource source, Variables variables, Problems problems, Predicate<String> isSupported) {
        this.file = source.name();
        this.text = source.text();
        this.variables = variables;
        this.problems = problems;
        this.isSupported = isSupported;
    }

    /** The next directive, or empty at the end of the text. */
    public Optional<Line> next() {
        while (at < text.length()) {
            readJoinedLine();
            int start = skipSpaces(0);
            if (start < joined.length() && joined.charAt(start) == '#') comment(start);
            if (start == joined.length() || joined.charAt(start) == '#') continue;
            if (hasOddCharacters(start)) continue;
            failedContinuation(start);
            undefined.clear();
            expandVariables(start);
            Line line = split(start);
            if (needsVariables(line)) undefined.forEach((place, name) -> problems.warn(Finding.UNDEFINED_VARIABLE, place, "\"" + name + "\" is defined neither by Define nor in the environment, so ${" + name + "} stays as it is", ""));
            return Optional.of(line);
        }
        return Optional.empty();
    }

    /** Reads the lines up to the end of the section {@code name}, which may contain sections with the same name, and returns them unchanged; empty if the section is never closed. */
    public Optional<String> rawSection(String name) {
        int start = at;
        int open = 1;
        while (at < text.length()) {
            int lineStart = at;
            int newline = text.indexOf('\n', at);
            String line = text.substring(at, newline < 0 ? text.length() : newline).strip();
            at = newline < 0 ? text.length() : newline + 1;
            lineNumber++;
            if (line.regionMatches(true, 0, "<" + name, 0, name.length() + 1)) open++;
            if (line.regionMatches(true, 0, "</" + name, 0, name.length() + 2)) open--;
            if (open == 0) return Optional.of(text.substring(start, lineStart));
        }
        return Optional.empty();
    }

    /** False for a line that is ignored, and for a rule whose variables are replaced for each request. */
    private boolean needsVariables(Line line) {
        return (line.name().text().startsWith("<") || isSupported.test(line.name().text())) && line.arguments().stream().noneMatch(word -> word.is("interpolate"));
    }

    /** Whether the line is not usable because of characters that look like others. A line that is ignored may contain them. */
    private boolean hasOddCharacters(int start) {
        int end = start;
        while (end < joined.length() && !isSpace(joined.charAt(end))) end++;
        String name = joined.substring(start, end);
        String plain = name.replaceFirst("(?s)[^</A-Za-z0-9].*", "");
        boolean looked = name.startsWith("<") || isSupported.test(plain) || !KnownNames.contains(name);
        return looked && OddCharacters.report(joined, start, places, plain, problems) && !name.startsWith("<");
    }

    /** A backslash before a space at the end of the line joins no lines. */
    private void failedContinuation(int start) {
        int end = joined.length();
        while (end > start && isSpace(joined.charAt(end - 1))) end--;
        boolean meant = end < joined.length() && end > start + 1 && joined.charAt(end - 1) == '\\' && isSpace(joined.charAt(end - 2));
        if (meant) problems.warn(Finding.DOUBTFUL, places.get(end - 1), "this backslash does not join the next line, because a space follows it", "remove the space after the backslash");
    }

    /** A backslash at the end of a comment joins the next line to the comment; this is probably not intended if the next line is a directive. */
    private void comment(int start) {
        int next = start;
        while (next < places.size() && places.get(next).line() == places.get(start).line()) next++;
        if (next == places.size()) return;
        String swallowed = joined.substring(next).strip().split("\\s", 2)[0];
        if (!swallowed.startsWith("#") && KnownNames.contains(swallowed))
            problems.warn(Finding.COMMENT, places.get(next), "this " + swallowed + " belongs to the comment above, which ends with a backslash", "remove the backslash");
    }

    private void readJoinedLine() {
        joined.setLength(0);
        places.clear();
        boolean continued;
        do {
            int newline = text.indexOf('\n', at);
            int end = newline < 0 ? text.length() : newline;
            int contentEnd = end > at && text.charAt(end - 1) == '\r' ? end - 1 : end;
            continued = contentEnd > at && text.charAt(contentEnd - 1) == '\\' && newline >= 0;
            for (int i = at; i < (continued ? contentEnd - 1 : contentEnd); i++) append(text.charAt(i), i - at + 1);
            at = newline < 0 ? text.length() : newline + 1;
            lineNumber++;
        } while (continued && at < text.length());
    }

    private void append(char c, int column) {
        joined.append(c);
        places.add(new Place(file, lineNumber, column));
    }

    private void expandVariables(int start) {
        for (int i = joined.indexOf("${", start); i >= 0; i = joined.indexOf("${", i)) {
            int close = joined.indexOf("}", i);
            if (close < 0) return;
            String name = joined.substring(i + 2, close);
            String value = variables.get(name);
            if (value == null) {
                if (name.indexOf(':') < 0) undefined.put(places.get(i), name);       // with a colon, httpd reads the name of a RewriteMap
                i = close;
                continue;
            }
            replace(i, close + 1, value);
            i += value.length();
        }
    }

    private void replace(int from, int to, String value) {
        Place place = places.get(from);
        joined.replace(from, to, value);
        List<Place> rest = new ArrayList<>(places.subList(to, places.size()));
        places.subList(from, places.size()).clear();
        for (int i = 0; i < value.length(); i++) places.add(place);
        places.addAll(rest);
    }

    private Line split(int start) {
        List<Word> words = new ArrayList<>();
        int i = start;
        int restStart = joined.length();
        while (i < joined.length()) {
            i = word(i, words);
            if (words.size() == 1) restStart = i;
            i = skipSpaces(i);
        }
        return new Line(words.get(0), words.subList(1, words.size()), joined.substring(restStart).strip());
    }

    private int word(int start, List<Word> words) {
        char quote = joined.charAt(start);
        boolean quoted = quote == '"' || quote == '\'';
        if (!words.isEmpty() && UNESCAPED.stream().anyMatch(words.get(0)::is)) return unescapedWord(start, quoted, words);
        return quoted ? quotedWord(start, quote, words) : plainWord(start, words);
    }

    /** mod_rewrite splits its lines itself: backslashes stay, a space after a backslash belongs to the word, and no quotation mark can be escaped. */
    private int unescapedWord(int start, boolean quoted, List<Word> words) {
        int first = quoted ? start + 1 : start;
        int i = first;
        while (i < joined.length() && (quoted ? joined.charAt(i) != joined.charAt(start) : !isSpace(joined.charAt(i)))) {
            boolean escapesSpace = joined.charAt(i) == '\\' && i + 1 < joined.length() && isSpace(joined.charAt(i + 1));
            i += escapesSpace ? 2 : 1;
        }
        if (quoted && i == joined.length()) neverClosed(start);
        words.add(new Word(joined.substring(first, i), places.get(start), first - start));
        return quoted ? Math.min(i + 1, joined.length()) : i;
    }

    private void neverClosed(int quote) {
        problems.warn(places.get(quote), "this quote is never closed; the word runs to the end of the line", "");
    }

    private int quotedWord(int start, char quote, List<Word> words) {
        StringBuilder word = new StringBuilder();
        int i = start + 1;
        while (i < joined.length() && joined.charAt(i) != quote) {
            boolean escape = joined.charAt(i) == '\\' && i + 1 < joined.length() && (joined.charAt(i + 1) == quote || joined.charAt(i + 1) == '\\');
            if (escape) i++;
            word.append(joined.charAt(i++));
        }
        if (i == joined.length()) neverClosed(start);
        words.add(new Word(word.toString(), places.get(start), 1));
        return Math.min(i + 1, joined.length());
    }

    private int plainWord(int start, List<Word> words) {
        StringBuilder word = new StringBuilder();
        int i = start;
        while (i < joined.length() && !isSpace(joined.charAt(i))) {
            if (joined.charAt(i) == '\\' && i + 1 < joined.length() && joined.charAt(i + 1) == '\\') i++;
            word.append(joined.charAt(i++));
        }
        words.add(new Word(word.toString(), places.get(start)));
        return i;
    }

    private int skipSpaces(int i) {
        while (i < joined.length() && isSpace(joined.charAt(i))) i++;
        return i;
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == 11;
    }
}
