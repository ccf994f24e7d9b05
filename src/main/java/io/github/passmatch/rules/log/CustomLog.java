package io.github.passmatch.rules.log;

import io.github.passmatch.rules.Place;
import io.github.passmatch.rules.environment.RequestContext;
import io.github.passmatch.rules.fields.FieldContext;
import io.github.passmatch.rules.fields.FieldEdit.When;
import io.github.passmatch.rules.regex.Pcre;
import java.util.Objects;
import java.util.Optional;

/**
 * One {@code CustomLog}, {@code TransferLog} or {@code GlobalLog}.
 *
 * @param place       position of the directive
 * @param destination where the lines go
 * @param form        the form of the lines
 * @param when        the condition; empty: every request is logged
 */
public record CustomLog(Place place, LogDestination destination, Form form, Optional<When> when) {

    /** The form of the lines. */
    public sealed interface Form permits Httpd, Whole { }

    /** A format of httpd. */
    public record Httpd(LogFormat format) implements Form { }

    /** The lines of {@code PassmatchAccessLog}, which contain the decisions about the connection. */
    public enum Whole implements Form {
        TEXT, JSON
    }

    public CustomLog {
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(destination, "destination");
        Objects.requireNonNull(form, "form");
        Objects.requireNonNull(when, "when");
    }

    /** Whether the request is logged. If the condition cannot be decided, it is. */
    public boolean isFor(RequestContext request) {
        if (when.isEmpty()) return true;
        try {
            return when.get().holds(new FieldContext(request, 0, () -> 0));
        } catch (Pcre.TooMuchWork e) {
            return true;
        }
    }
}
