package io.github.passmatch.config.directive;

import io.github.passmatch.config.draft.ScopeDraft;
import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.config.text.Line;
import io.github.passmatch.config.text.Word;
import io.github.passmatch.rules.Bytes;
import io.github.passmatch.rules.error.ErrorDocument;
import io.github.passmatch.rules.error.ErrorOverride;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Reads {@code ProxyErrorOverride} and {@code ErrorDocument} lines. */
final class ErrorLines {

    private static final int FIRST = 400;
    private static final int LAST = 599;
    private static final String CONTROL_LETTERS = "nrtbf";
    private static final String CONTROLS = "\n\r\t\b\f";

    private ErrorLines() { }

    static void override(Line line, ScopeDraft scope) {
        String example = "write ProxyErrorOverride On, or with statuses: ProxyErrorOverride On 500 503";
        if (line.count() == 0) {
            scope.problems.error(line.end(), "ProxyErrorOverride needs On or Off", example);
            return;
        }
        Word first = line.argument(0);
        boolean on = first.is("on");
        if (!on && !first.is("off")) {
            scope.problems.error(first.place(), "ProxyErrorOverride takes On or Off first, not \"" + first.text() + "\"",
                    isNumber(first.text()) ? "write ProxyErrorOverride On " + line.rest() : example);
            return;
        }
        List<Word> words = line.arguments().subList(1, line.count());
        if (!on && !words.isEmpty()) scope.problems.error(words.get(0).place(), "statuses are allowed only after On", "write ProxyErrorOverride Off alone");
        else codes(words, scope.problems).ifPresent(codes -> scope.errorOverride = Optional.of(new ErrorOverride(on, codes)));
    }

    /** The statuses; empty after an error was reported. */
    private static Optional<Set<Integer>> codes(List<Word> words, Problems problems) {
        Set<Integer> codes = new HashSet<>();
        boolean valid = true;
        for (Word word : words) {
            OptionalInt code = status(word.text());
            if (code.isPresent() && code.getAsInt() >= FIRST && code.getAsInt() <= LAST) {
                codes.add(code.getAsInt());
                continue;
            }
            valid = false;
            problems.error(word.place(), "ProxyErrorOverride takes statuses from 400 to 599, not \"" + word.text() + "\"", codeHint(word));
            if (word.isComment()) break;
        }
        return valid ? Optional.of(codes) : Optional.empty();
    }

    private static String codeHint(Word word) {
        String text = word.text();
        if (word.isComment()) return Word.NO_COMMENT;
        if (text.contains(",") || text.contains("-")) return "list each status, separated by spaces";
        return text.matches("[45][xX*][xX*]") ? "list each status; without statuses, all from 400 up are overridden" : "";
    }

    static void document(Line line, ScopeDraft scope) {
        if (line.count() < 2) {
            scope.problems.error(line.end(), "ErrorDocument needs a status and a text, a local path or a URL", "write ErrorDocument 503 /sorry.html");
            return;
        }
        OptionalInt status = documentStatus(line.argument(0), scope.problems);
        if (line.count() > 2) {
            Word extra = line.argument(2);
            scope.problems.error(extra.place(), "ErrorDocument takes one argument after the status",
                    extra.isComment() ? Word.NO_COMMENT : "put a text with spaces in quotes");
        } else if (status.isPresent()) {
            documentOf(status.getAsInt(), line.argument(1), line, scope.problems).ifPresent(document -> scope.errorDocuments.put(status.getAsInt(), document));
        }
    }

    private static OptionalInt documentStatus(Word word, Problems problems) {
        OptionalInt status = status(word.text());
        boolean possible = status.isPresent() && status.getAsInt() >= 100 && status.getAsInt() <= LAST;
        if (!possible) problems.error(word.place(), "ErrorDocument takes a status from 200 to 599, not \"" + word.text() + "\"", "");
        else if (status.getAsInt() < FIRST) problems.note(word.place(), "status " + word.text() + " is not an error: this document is sent only if a Redirect or RewriteRule line answers with this status", "");
        return possible ? status : OptionalInt.empty();
    }

    /** Distinguishes the forms as httpd does: an argument with spaces is a text, with a slash at the beginning a path, with a scheme a URL. */
    private static Optional<ErrorDocument> documentOf(int status, Word word, Line line, Problems problems) {
        String text = word.text();
        if (text.contains("%{")) {
            problems.error(word.at(text.indexOf("%{")), "an expression in an ErrorDocument is not supported", "write the text without %{…}");
            return Optional.empty();
        }
        String bytes = Bytes.of(text);
        if (word.is("default")) return Optional.of(new ErrorDocument.BuiltIn(line.place()));
        if (text.contains(" ")) return Optional.of(new ErrorDocument.Text(line.place(), unescaped(bytes)));
        if (text.startsWith("/")) return withoutControls(word, "path", problems).map(valid -> new ErrorDocument.LocalPath(line.place(), bytes));
        if (text.matches("(?s)[A-Za-z0-9+.-]+:.*")) return redirect(status, word, line, problems);
        looksLikeFile(word, problems);
        return Optional.of(new ErrorDocument.Text(line.place(), unescaped(bytes)));
    }

    /** Reads escapes as httpd does in strings of expressions: {@code \n} and similar escapes are control characters, any other backslash is removed. */
    private static String unescaped(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\' || i + 1 == text.length()) {
                out.append(c);
                continue;
            }
            char escaped = text.charAt(++i);
            int control = CONTROL_LETTERS.indexOf(escaped);
            out.append(control < 0 ? escaped : CONTROLS.charAt(control));
        }
        return out.toString();
    }

    private static Optional<ErrorDocument> redirect(int status, Word word, Line line, Problems problems) {
        if (status == 401) {
            problems.warn(word.place(), "a URL cannot be the document of 401: the redirect would hide the challenge; this line is ignored, as httpd does", "write a text or a local path");
            return Optional.empty();
        }
        if (!word.text().contains("://"))
            problems.warn(word.place(), "\"" + word.text() + "\" is read as a URL, so the client is redirected to it", "put a space after the colon if this is a text");
        return withoutControls(word, "URL", problems).map(valid -> new ErrorDocument.Redirect(line.place(), Bytes.of(word.text())));
    }

    private static Optional<Word> withoutControls(Word word, String what, Problems problems) {
        for (int i = 0; i < word.text().length(); i++) {
            if (!Character.isISOControl(word.text().charAt(i))) continue;
            problems.error(word.at(i), "a " + what + " must not contain a control character", "");
            return Optional.empty();
        }
        return Optional.of(word);
    }

    private static void looksLikeFile(Word word, Problems problems) {
        if (word.text().matches("(?s).*(/|\\.(html?|txt|jsp|php|cgi|json)$).*"))
            problems.warn(word.place(), "\"" + word.text() + "\" is sent to the client as a text", "a local path begins with a slash: /" + word.text());
    }

    private static boolean isNumber(String text) {
        return status(text).isPresent();
    }

    private static OptionalInt status(String text) {
        return text.matches("[0-9]{1,6}") ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
    }
}
