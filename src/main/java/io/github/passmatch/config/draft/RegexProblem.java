package io.github.passmatch.config.draft;

import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.config.text.Word;
import io.github.passmatch.rules.Bytes;
import io.github.passmatch.rules.regex.Pcre;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;

/** Compiles regular expressions, and reports errors in them. */
public final class RegexProblem {

    private RegexProblem() { }

    /** The compiled expression; empty after an error was reported. */
    public static Optional<Pcre> compile(Word word, boolean ignoreCase, Problems problems) {
        try {
            return Optional.of(Pcre.compile(Bytes.of(word.text()), ignoreCase));
        } catch (PatternSyntaxException e) {
            report(word, "the regular expression", e, problems);
            return Optional.empty();
        }
    }

    /** Reports that {@code what} cannot be compiled. */
    public static void report(Word word, String what, PatternSyntaxException e, Problems problems) {
        String bytes = Bytes.of(word.text());
        int index = Bytes.toText(bytes.substring(0, Math.min(Math.max(e.getIndex(), 0), bytes.length()))).length();
        problems.error(word.at(Math.min(index, word.text().length())), what + " cannot be compiled: " + e.getDescription(), "");
    }
}
