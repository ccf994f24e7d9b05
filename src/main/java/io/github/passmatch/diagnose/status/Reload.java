package io.github.passmatch.diagnose.status;

import io.github.passmatch.diagnose.figures.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * How a reading of the configuration ended.
 *
 * @param at       when
 * @param trigger  because of what, in words
 * @param outcome  what became of it
 * @param message  one line
 * @param problems errors, warnings and notes of that reading, as they are printed
 */
public record Reload(Instant at, String trigger, Outcome outcome, String message, List<String> problems) {

    /** What can become of a configuration that was read again. */
    public enum Outcome {
        /** It is in force. */
        TAKEN_OVER("taken over"),
        /** It has errors; the one before goes on. */
        REFUSED("refused"),
        /** There is nothing that could be read again. */
        FIXED("not possible");

        private final String words;

        Outcome(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    public Reload {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(trigger, "trigger");
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(message, "message");
        problems = List.copyOf(problems);
    }

    /** For people. */
    public String text() {
        return this + "\n" + problems.stream().map(problem -> problem.indent(2)).collect(Collectors.joining());
    }

    /** For programs. */
    public String json() {
        return Json.of(StatusJson.reload(this));
    }

    @Override
    public String toString() {
        return outcome + " at " + at.truncatedTo(ChronoUnit.SECONDS) + " because of " + trigger + ": " + message;
    }
}
