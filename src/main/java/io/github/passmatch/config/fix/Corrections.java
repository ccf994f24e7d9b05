package io.github.passmatch.config.fix;

import io.github.passmatch.config.problem.Finding;
import io.github.passmatch.config.problem.Hints;
import io.github.passmatch.config.problem.OddCharacters;
import io.github.passmatch.config.problem.Problem;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The table of findings that have exactly one cure, and the corrected line for each. A correction is a proposal: {@link Fixer} takes it only if it helps. */
final class Corrections {

    private static final Pattern ONE_NAME = Pattern.compile("did you mean \"([^\"]+)\"\\?");
    private static final Pattern QUOTED = Pattern.compile("\"([^\"]+)\"");
    private static final Pattern WITHOUT = Pattern.compile("write it without \"(.+)\"");
    private static final Pattern CHARACTER = Pattern.compile("write ([\"'-])");
    private static final Pattern FLAGS = Pattern.compile("(.*\\s\\[[^\\]\\s]*)\\]\\s*");
    private static final Pattern CREDENTIALS = Pattern.compile("(://)[^/@\\s\"']*@");

    private static final Pattern NAME = Pattern.compile("[A-Za-z][\\w.-]*");
    /** A name with more differences may mean something else. */
    private static final int MOST_CHANGES = 2;

    private Corrections() { }

    /** A physical line, and what to write in its place: one line or two. */
    record Correction(int line, String text) { }

    /** @param lines all lines of the file, without line ends */
    static Optional<Correction> of(Problem problem, List<String> lines) {
        int line = problem.place().line() - 1;
        if (line >= lines.size() || problem.place().column() > lines.get(line).length() + 1) return Optional.empty();
        if (problem.finding() == Finding.BACK_REFERENCE) return appended(line, " enablereuse=on", lines);
        if (problem.finding() == Finding.COMMENT) return commentMoved(problem, line, lines);
        if (problem.finding() == Finding.REWRITE_RULE && problem.hint().equals("add [PT]")) return withFlag(line, lines);
        String text = lines.get(line);
        int column = problem.place().column() - 1;
        return inLine(problem, text, column).filter(corrected -> !corrected.equals(text)).map(corrected -> new Correction(line, corrected));
    }

    private static Optional<String> inLine(Problem problem, String text, int column) {
        Matcher name = ONE_NAME.matcher(problem.hint());
        if (name.matches()) return renamed(problem.message(), name.group(1), text, column);
        Matcher without = WITHOUT.matcher(problem.hint());
        if (without.matches()) return replacedFirst(text, column, without.group(1), "");
        if (problem.hint().startsWith("remove the parameter") || problem.hint().endsWith("remove it here")) return Optional.of(withoutWord(text, column));
        if (problem.hint().equals("remove the space after the backslash")) return Optional.of(text.substring(0, column + 1));
        return switch (problem.finding()) {
            case TRAILING_SLASH -> slash(text, column);
            case JOINED_PARAMETER -> joined(problem, text, column);
            case CREDENTIALS_IN_URL -> Optional.of(text.substring(0, column) + CREDENTIALS.matcher(text.substring(column)).replaceFirst("$1"));
            case QUOTES -> Optional.of(text.substring(0, column) + unquoted(text.substring(column)));
            case ODD_CHARACTER -> character(problem, text, column);
            default -> Optional.empty();
        };
    }

    /** The typed name is the first quoted text of the message that stands at the place. */
    private static Optional<String> renamed(String message, String meant, String text, int column) {
        Matcher quoted = QUOTED.matcher(message);
        while (quoted.find()) {
            String typed = quoted.group(1);
            int at = column < text.length() && "\"'<-+".indexOf(text.charAt(column)) >= 0 && !text.startsWith(typed, column) ? column + 1 : column;
            if (text.startsWith(typed, at) && isNear(typed, meant)) return Optional.of(text.substring(0, at) + meant + text.substring(at + typed.length()));
        }
        return Optional.empty();
    }

    private static boolean isNear(String typed, String meant) {
        return NAME.matcher(typed).matches() && Hints.isNear(typed, meant, MOST_CHANGES);
    }

    private static Optional<String> replacedFirst(String text, int column, String old, String with) {
        int at = text.indexOf(old, column);
        return at < 0 ? Optional.empty() : Optional.of(text.substring(0, at) + with + text.substring(at + old.length()));
    }

    /** With the space before the word. */
    private static String withoutWord(String text, int column) {
        int start = column;
        while (start > 0 && isSpace(text.charAt(start - 1))) start--;
        return text.substring(0, start) + text.substring(wordEnd(text, column));
    }

    /** The URL ends as the path does, so that the rule still matches the same paths. */
    private static Optional<String> slash(String text, int column) {
        int end = wordEnd(text, column);
        int last = end > column && "\"'".indexOf(text.charAt(end - 1)) >= 0 ? end - 1 : end;
        String url = text.substring(column, last);
        if (!url.contains("://")) return Optional.empty();
        if (!url.endsWith("/")) return Optional.of(text.substring(0, last) + "/" + text.substring(last));
        return Optional.of(text.substring(0, last - 1) + text.substring(last));
    }

    private static Optional<String> joined(Problem problem, String text, int column) {
        if (problem.hint().equals("remove the ;")) return text.startsWith(";", column) ? Optional.of(text.substring(0, column) + text.substring(column + 1)) : Optional.empty();
        boolean quoted = text.substring(0, column).chars().filter(c -> c == '"').count() % 2 == 1;
        return quoted ? Optional.empty() : Optional.of(text.substring(0, column) + " " + text.substring(column));
    }

    private static String unquoted(String rest) {
        if (rest.isEmpty()) return rest;
        int close = rest.indexOf(rest.charAt(0), 1);
        if ("\"'".indexOf(rest.charAt(0)) < 0 || close < 0 || rest.substring(0, close).matches(".*\\s.*")) return rest;
        return rest.substring(1, close) + rest.substring(close + 1);
    }

    private static Optional<String> character(Problem problem, String text, int column) {
        if (column >= text.length()) return Optional.empty();
        Matcher plain = CHARACTER.matcher(problem.hint());
        if (plain.matches() && !plain.group(1).equals("-")) return Optional.of(text.substring(0, column) + OddCharacters.withPlainQuotes(text.substring(column)));
        String with = plain.matches() ? plain.group(1) : problem.hint().equals("delete it") ? "" : problem.hint().equals("write an ordinary space") ? " " : null;
        return with == null ? Optional.empty() : Optional.of(text.substring(0, column) + with + text.substring(column + 1));
    }

    /** At the end of the directive, which may be some lines below. */
    private static Optional<Correction> appended(int line, String more, List<String> lines) {
        int last = line;
        while (lines.get(last).endsWith("\\") && last + 1 < lines.size()) last++;
        if (lines.subList(line, last + 1).stream().anyMatch(text -> text.toLowerCase(Locale.ROOT).contains("reuse="))) return Optional.empty();
        return Optional.of(new Correction(last, lines.get(last).stripTrailing() + more));
    }

    private static Optional<Correction> commentMoved(Problem problem, int line, List<String> lines) {
        String text = lines.get(line);
        int column = problem.place().column() - 1;
        boolean joined = text.endsWith("\\") || line > 0 && lines.get(line - 1).endsWith("\\");
        if (joined || !text.startsWith("#", column)) return Optional.empty();
        String indent = text.substring(0, text.length() - text.stripLeading().length());
        return Optional.of(new Correction(line, indent + text.substring(column) + "\n" + text.substring(0, column).stripTrailing()));
    }

    private static Optional<Correction> withFlag(int line, List<String> lines) {
        String text = lines.get(line);
        if (text.endsWith("\\")) return Optional.empty();
        Matcher flags = FLAGS.matcher(text);
        return Optional.of(new Correction(line, flags.matches() ? flags.group(1) + ",PT]" : text.stripTrailing() + " [PT]"));
    }

    private static int wordEnd(String text, int start) {
        if (start < text.length() && "\"'".indexOf(text.charAt(start)) >= 0) {
            int close = text.indexOf(text.charAt(start), start + 1);
            return close < 0 ? text.length() : close + 1;
        }
        int end = start;
        while (end < text.length() && !isSpace(text.charAt(end))) end++;
        return end;
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t';
    }
}
