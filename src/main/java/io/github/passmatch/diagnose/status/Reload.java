package io.github.passmatch.diagnose.status;

import io.github.passmatch.diagnose.figures.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Reports the result of reading the configuration.
 *
 * @param at       the time
 * @param trigger  the cause, in words
 * @param outcome  the result
 * @param message  one line
 * @param problems the errors, warnings and notes, as printed
 */
public record Reload(Instant at, String trigger, Outcome outcome, String message, List<String> problems) {

    /** The possible results. */
    public enum Outcome {
        /** The configuration is in force. */
        LOADED("loaded"),
        /** The configuration has errors; the previous one stays in force. */
        REFUSED("refused"),
        /** The configuration cannot be read again. */
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

    /** The report as text. */
    public String text() {
        return this + "\n" + problems.stream().map(problem -> problem.indent(2)).collect(Collectors.joining());
    }

    /** The report as JSON. */
    public String json() {
        return Json.of(StatusJson.reload(this));
    }

    @Override
    public String toString() {
        return outcome + " at " + at.truncatedTo(ChronoUnit.SECONDS) + " because of " + trigger + ": " + message;
    }
}
