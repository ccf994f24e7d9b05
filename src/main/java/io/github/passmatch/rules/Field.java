package io.github.passmatch.rules;

import java.util.List;
import java.util.Objects;

/**
 * One field line of a message head (RFC 9112 §5).
 *
 * @param name  as received or configured; case is preserved
 * @param value a byte string without line ends
 */
public record Field(String name, String value) {

    public Field {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(value, "value");
    }

    /** The values of all lines of the field in {@code fields}, in order; names are case-insensitive. */
    public static List<String> values(List<Field> fields, String name) {
        return fields.stream().filter(field -> field.is(name)).map(Field::value).toList();
    }

    /** Whether the field has this name; field names are case-insensitive. */
    public boolean is(String other) {
        return name.equalsIgnoreCase(other);
    }
}
