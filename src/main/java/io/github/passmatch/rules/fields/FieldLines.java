package io.github.passmatch.rules.fields;

import io.github.passmatch.rules.Field;
import java.util.ArrayList;
import java.util.List;

/** Edits a list of field lines as httpd edits its tables. A value cannot end its line: control characters become spaces. */
final class FieldLines {

    private FieldLines() { }

    /** A field line; control characters of the value, except tabs, become spaces. */
    static Field field(String name, String value) {
        StringBuilder clean = null;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean control = c < ' ' && c != '\t' || c == 127;
            if (!control) continue;
            if (clean == null) clean = new StringBuilder(value);
            clean.setCharAt(i, ' ');
        }
        return new Field(name, clean == null ? value : clean.toString());
    }

    /** The index of the first line of the name, or -1. */
    static int first(List<Field> fields, String name) {
        for (int i = 0; i < fields.size(); i++) if (fields.get(i).is(name)) return i;
        return -1;
    }

    static void add(List<Field> fields, String name, String value) {
        fields.add(field(name, value));
    }

    /** Writes {@code value} into the first line of the name, whose spelling is kept, and removes the other lines. */
    static void put(List<Field> fields, String name, String value) {
        int first = first(fields, name);
        if (first < 0) {
            add(fields, name, value);
            return;
        }
        fields.set(first, field(fields.get(first).name(), value));
        List<Field> rest = fields.subList(first + 1, fields.size());
        rest.removeIf(field -> field.is(name));
    }

    static void append(List<Field> fields, String name, String element) {
        int first = first(fields, name);
        if (first < 0) add(fields, name, element);
        else fields.set(first, field(fields.get(first).name(), fields.get(first).value() + ", " + element));
    }

    /** Joins the lines of the name into one list, as httpd does with every request. */
    static void join(List<Field> fields, String name) {
        List<String> values = Field.values(fields, name);
        if (values.size() > 1) put(fields, name, String.join(name.equalsIgnoreCase("Cookie") ? "; " : ", ", values));
    }

    /** The elements of a list; commas within quotes do not separate. As in httpd, a space after an element belongs to the element. */
    static List<String> elements(String value) {
        List<String> elements = new ArrayList<>();
        int start = 0;
        boolean quoted = false;
        for (int i = 0; i <= value.length(); i++) {
            char c = i < value.length() ? value.charAt(i) : ',';
            if (c == '"') quoted = !quoted;
            boolean ends = i == value.length() || c == ',' && !quoted;
            if (!ends) continue;
            elements.add(value.substring(start, i).stripLeading());
            start = i + 1;
        }
        return elements;
    }
}
