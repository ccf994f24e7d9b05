package io.github.passmatch.config.problem;

import io.github.passmatch.rules.Place;
import io.github.passmatch.rules.Secrets;
import java.util.Locale;
import java.util.Objects;

/**
 * Describes a finding at one place of a configuration.
 *
 * @param severity how serious the problem is
 * @param finding  the kind of the finding
 * @param place    the place in the configuration
 * @param message  the finding, in one sentence
 * @param line     the text of the line without secrets; may be empty
 * @param hint     the cure in one sentence, or empty
 */
public record Problem(Severity severity, Finding finding, Place place, String message, String line, String hint) {

    public Problem {
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(finding, "finding");
        Objects.requireNonNull(place, "place");
        message = Secrets.hidden(message);
        line = Secrets.hiddenInLine(line);
        hint = Secrets.hidden(hint);
    }

    /** How serious a problem is. */
    public enum Severity {
        /** The configuration is refused. */
        ERROR,
        /** The configuration works, but probably not as intended. */
        WARNING,
        /** Information only. */
        NOTE
    }

    /** {@code file:line:column: severity: message [id]}, the line, and a caret with the hint, on up to three lines; without control characters. */
    public String render() {
        StringBuilder out = new StringBuilder().append(place).append(": ");
        out.append(severity.name().toLowerCase(Locale.ROOT)).append(": ").append(message).append(" [").append(finding.id()).append(']');
        if (!line.isEmpty()) {
            out.append("\n    ").append(line).append("\n    ").append(" ".repeat(place.column() - 1)).append('^');
            if (!hint.isEmpty()) out.append(' ').append(hint);
        } else if (!hint.isEmpty()) {
            out.append("; ").append(hint);
        }
        return OddCharacters.printable(out.toString());
    }
}
