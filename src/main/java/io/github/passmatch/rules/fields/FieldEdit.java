package io.github.passmatch.rules.fields;

import io.github.passmatch.rules.Field;
import io.github.passmatch.rules.Place;
import io.github.passmatch.rules.expression.Condition;
import io.github.passmatch.rules.expression.Evaluation;
import io.github.passmatch.rules.regex.Pcre;
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
 * @param when   the condition; empty: always
 * @param early  the word {@code early}: whether the edit is applied before all others and before variables are set
 */
public record FieldEdit(Place place, Table table, FieldAction action, Optional<When> when, boolean early) {

    /** The lists of fields that httpd distinguishes. */
    public enum Table {
        /** The request fields, before the proxy adds fields. */
        REQUEST,
        /** {@code Header}: the fields of the upstream's response. */
        ON_SUCCESS,
        /** {@code Header always}: a separate list, which is also added to the proxy's own answers. */
        ALWAYS
    }

    /** A condition on the request. */
    public sealed interface When {
        boolean holds(FieldContext context) throws Pcre.TooMuchWork;
    }

    /** {@code env=NAME} or {@code env=!NAME}. */
    public record VariableTest(String name, boolean set) implements When {
        @Override
        public boolean holds(FieldContext context) {
            return context.environment().has(name) == set;
        }
    }

    /** {@code expr=condition}. */
    public record ExpressionTest(Condition condition) implements When {
        @Override
        public boolean holds(FieldContext context) throws Pcre.TooMuchWork {
            return condition.holds(new Evaluation(context.request()));
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
        if (when.isPresent() && !holds(when.get(), context)) return;
        if (isOfMediaType() && action.adds() && FieldLines.first(fields, action.name()) >= 0) return;
        if (table == Table.REQUEST && action.readsValue()) FieldLines.join(fields, action.name());
        action.apply(fields, early ? context.withoutVariables() : context);
    }

    /** A field is removed, and not set, if the condition cannot be decided: the upstream may trust the field. */
    private boolean holds(When condition, FieldContext context) {
        try {
            return condition.holds(context);
        } catch (Pcre.TooMuchWork e) {
            return action instanceof FieldAction.Unset;
        }
    }
}
