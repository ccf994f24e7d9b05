package io.github.passmatch.config.rewrite;

import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.config.text.Word;
import io.github.passmatch.rules.Bytes;
import io.github.passmatch.rules.rewrite.RewriteFlags;
import io.github.passmatch.rules.rewrite.RewriteText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads the flags of {@code RewriteRule}. */
final class RewriteFlagsReader {

    /** httpd's maximum number of rounds of [N]. */
    private static final int ROUNDS = 32_000;

    private final Word word;
    private final Problems problems;
    private final RewriteFlags.Builder flags = new RewriteFlags.Builder();
    private boolean valid = true;

    private RewriteFlagsReader(Word word, Problems problems) {
        this.word = word;
        this.problems = problems;
    }

    /** The flags between the brackets; empty after an error was reported. */
    static Optional<List<String>> words(Word word, Problems problems) {
        String text = word.text().strip();
        if (!text.startsWith("[") || !text.endsWith("]")) {
            problems.error(word.place(), "flags are written in brackets", word.isComment() ? Word.NO_COMMENT : "write [" + text.replaceAll("[\\[\\]]", "") + "]");
            return Optional.empty();
        }
        List<String> words = new ArrayList<>();
        for (String flag : text.substring(1, text.length() - 1).split(",")) if (!flag.isBlank()) words.add(flag.stripLeading());
        return Optional.of(words);
    }

    /** Empty after an error was reported. */
    static Optional<RewriteFlags.Builder> read(Word word, Problems problems) {
        Optional<List<String>> words = words(word, problems);
        if (words.isEmpty()) return Optional.empty();
        RewriteFlagsReader reader = new RewriteFlagsReader(word, problems);
        words.get().forEach(reader::flag);
        return reader.valid ? Optional.of(reader.flags) : Optional.empty();
    }

    private void flag(String flag) {
        int equals = flag.indexOf('=');
        String name = (equals < 0 ? flag : flag.substring(0, equals)).strip().toLowerCase(Locale.ROOT);
        String value = equals < 0 ? "" : flag.substring(equals + 1);
        switch (name) {
            case "l", "last" -> flags.last = true;
            case "end" -> flags.end = true;
            case "p", "proxy" -> flags.proxies = true;
            case "pt", "passthrough" -> flags.passes = true;
            case "r", "redirect" -> status(value.strip());
            case "f", "forbidden" -> flags.status = OptionalInt.of(403);
            case "g", "gone" -> flags.status = OptionalInt.of(410);
            case "qsa", "qsappend" -> flags.appendsQuery = true;
            case "qsd", "qsdiscard" -> flags.dropsQuery = true;
            case "qsl", "qslast" -> flags.queryAtLastMark = true;
            case "ne", "noescape" -> flags.noEscape = true;
            case "nc", "nocase" -> flags.ignoreCase = true;
            case "c", "chain" -> flags.chained = true;
            case "s", "skip" -> flags.skip = number(flag, value, 0);
            case "n", "next" -> flags.rounds = OptionalInt.of(number(flag, value, ROUNDS));
            case "e", "env" -> variable(value);
            case "b", "backrefescape" -> {
                flags.escapes = true;
                flags.escapesOnly = Bytes.of(value);
            }
            case "bnp", "backrefnoplus" -> {
                flags.escapes = true;
                flags.noPlus = true;
            }
            case "bctls" -> flags.escapesControls = true;
            case "unsafeallow3f" -> flags.allows3F = true;
            case "ns", "nosubreq", "dpi", "discardpath", "unsafeprefixstat" -> { }     // concern files or sub-requests only
            case "t", "type" -> problems.note(word.place(), "the flag T has no effect on forwarded requests: the upstream says the type", "");
            case "co", "cookie" -> unsupported("CO", "write Header always add Set-Cookie with env=, and [E=...]");
            case "h", "handler" -> unsupported("H", "a RewriteRule with [P] forwards the request");
            case "bne", "qsnone", "qsn", "unc" -> unsupported(name.toUpperCase(Locale.ROOT), "");
            default -> error("unknown flag \"" + flag + "\" of RewriteRule", "the manual's page on rewriting lists the flags");
        }
    }

    private void status(String value) {
        switch (value.toLowerCase(Locale.ROOT)) {
            case "", "temp" -> status(302);
            case "permanent" -> status(301);
            case "seeother" -> status(303);
            default -> {
                boolean possible = value.matches("[2-5][0-9][0-9]");
                if (possible) status(Integer.parseInt(value));
                else error("R takes a status from 200 to 599, not \"" + value + "\"", "write R=301 for a redirect, or R=204 for an answer without content");
            }
        }
    }

    /** F and G win over R, in any order. */
    private void status(int status) {
        if (flags.status.isEmpty() || flags.status.getAsInt() < 400) flags.status = OptionalInt.of(status);
    }

    private int number(String flag, String value, int standard) {
        if (value.isBlank() && standard > 0) return standard;
        if (value.strip().matches("[0-9]{1,5}")) return Math.min(ROUNDS, Integer.parseInt(value.strip()));
        error("\"" + flag + "\" needs a number", "write " + flag.replaceFirst("=.*", "") + "=1");
        return standard;
    }

    private void variable(String value) {
        try {
            flags.variables.add(RewriteFlags.Assignment.read(Bytes.of(value)));
        } catch (RewriteText.Unsupported e) {
            error(e.getMessage(), e.hint());
        }
    }

    private void unsupported(String flag, String hint) {
        error("the flag " + flag + " is not supported", hint);
    }

    private void error(String message, String hint) {
        problems.error(word.place(), message, hint);
        valid = false;
    }
}
