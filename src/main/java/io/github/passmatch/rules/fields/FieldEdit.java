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
 * @param place  position of the directive
 * @param table  the list of fields to edit
 * @param action the action
 * @param when   the condition on a variable; empty: always
 * @param early  the word {@code early}: whether the edit is applied before all others and before variables are set
 */
public record FieldEdit(Place place, Table table, FieldAction action, Optional<VariableTest> when, boolean early) {

    /** The lists of fields that httpd distinguishes. */
    public enum Table {
        /** The request fields, before the proxy adds fields. */
        REQUEST,
        /** {@code Header}: the fields of the upstream's response. */
        ON_SUCCESS,
        /** {@code Header always}: a separate list, which is also added to the proxy's own answers. */
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

    /** Whether {@code Content-Type} of a response is edited; there is only one, independent of the table. */
    boolean isOfMediaType() {
        return table != Table.REQUEST && action.name().equalsIgnoreCase("Content-Type");
    }

    /** Edits {@code fields}, the fields of {@link #table}. */
    void apply(List<Field> fields, FieldContext context) {
        if (when.isPresent() && !when.get().holds(context.environment())) return;
        if (isOfMediaType() && action.adds() && FieldLines.first(fields, action.name()) >= 0) return;
        if (table == Table.REQUEST && action.readsValue()) FieldLines.join(fields, action.name());
        action.apply(fields, early ? context.withoutVariables() : context);
    }
}
