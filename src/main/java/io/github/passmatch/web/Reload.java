package io.github.passmatch.web;

import io.github.passmatch.config.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * How a reading of the configuration ended.
 *
 * @param at       when
 * @param trigger  because of what, in words
 * @param outcome  what became of it
 * @param message  one line
 * @param problems errors, warnings and notes of that reading
 */
record Reload(Instant at, String trigger, Outcome outcome, String message, List<Problem> problems) {

    /** What can become of a configuration that was read again. */
    enum Outcome {
        /** It is in force. */
        TAKEN_OVER,
        /** It has errors; the one before goes on. */
        REFUSED,
        /** There is nothing that could be read again. */
        FIXED
    }

    Reload {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(trigger, "trigger");
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(message, "message");
        problems = List.copyOf(problems);
    }
}
