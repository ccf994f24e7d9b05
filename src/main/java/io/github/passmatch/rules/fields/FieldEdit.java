package io.github.passmatch.rules.fields;

import io.github.passmatch.rules.Field;
import io.github.passmatch.rules.Place;
import io.github.passmatch.rules.environment.Environment;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * One {@code RequestHeader} or {@code Header} line.
 *
 * @param place  where it stands
 * @param table  whose fields it edits
 * @param action what it does
 * @param when   the variable it depends on, if there is one
 * @param early  whether it comes before everything else, also before variables are set
 */
public record FieldEdit(Place place, Table table, FieldAction action, Optional<VariableTest> when, boolean early) {

    /** The lists of fields that httpd keeps. */
    public enum Table {
        /** Of the request, before the proxy adds its own. */
        REQUEST,
        /** {@code Header}: of the upstream's answer. */
        ON_SUCCESS,
        /** {@code Header always}: a list of its own, which also goes with the answers that the proxy makes itself. */
        ALWAYS
    }

    /** {@code env=NAME} or {@code env=!NAME}. */
    public record VariableTest(String name, boolean set) {
        boolean holds(Environment environment) {
            return environment.has(name) == set;
        }
    }

    public FieldEdit {
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(table, "table");
        Objects.requireNonNull(when, "when");
        if (FieldAction.FRAMING.contains(action.name().toLowerCase(Locale.ROOT))) throw new IllegalArgumentException("the framing is not edited: " + action.name());
    }

    /** An answer has one media type, wherever httpd keeps it. */
    boolean isOfMediaType() {
        return table != Table.REQUEST && action.name().equalsIgnoreCase("Content-Type");
    }

    /** Edits {@code fields}, those of {@link #table}. */
    void apply(List<Field> fields, FieldContext context) {
        if (when.isPresent() && !when.get().holds(context.environment())) return;
        if (isOfMediaType() && action.adds() && FieldLines.first(fields, action.name()) >= 0) return;
        if (table == Table.REQUEST && action.readsValue()) FieldLines.join(fields, action.name());
        action.apply(fields, early ? context.withoutVariables() : context);
    }
}
