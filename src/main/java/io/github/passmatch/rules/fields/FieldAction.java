package io.github.passmatch.rules.fields;

import io.github.passmatch.rules.Field;
import io.github.passmatch.rules.regex.Pcre;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;

/** The action of one {@code Header} or {@code RequestHeader} line on the fields of a message. */
public sealed interface FieldAction {

    /** Fields of the message framing, which only the proxy sets (RFC 9112 §6). */
    Set<String> FRAMING = Set.of("content-length", "transfer-encoding");

    /** Changes {@code fields}. */
    void apply(List<Field> fields, FieldContext context);

    /** The name of the edited field; empty if there are several. */
    String name();

    /** Whether the result depends on the existing value. */
    default boolean readsValue() {
        return false;
    }

    /** Whether existing values are kept and a value is added. */
    default boolean adds() {
        return false;
    }

    /** {@code set}: replaces all lines of the name by one line. */
    record Put(String name, FieldFormat value) implements FieldAction {
        @Override
        public void apply(List<Field> fields, FieldContext context) {
            FieldLines.put(fields, name, value.render(context));
        }
    }

    /** {@code setifempty}: adds a line if there is no line of the name. */
    record PutIfAbsent(String name, FieldFormat value) implements FieldAction {
        @Override
        public void apply(List<Field> fields, FieldContext context) {
            if (FieldLines.first(fields, name) < 0) FieldLines.add(fields, name, value.render(context));
        }
    }

    /** {@code add}: adds a line. */
    record Add(String name, FieldFormat value) implements FieldAction {
        @Override
        public void apply(List<Field> fields, FieldContext context) {
            FieldLines.add(fields, name, value.render(context));
        }

        @Override
        public boolean adds() {
            return true;
        }
    }

    /** {@code append}: adds an element to the list in the first line. */
    record Append(String name, FieldFormat value) implements FieldAction {
        @Override
        public void apply(List<Field> fields, FieldContext context) {
            FieldLines.append(fields, name, value.render(context));
        }

        @Override
        public boolean adds() {
            return true;
        }

        @Override
        public boolean readsValue() {
            return true;
        }
    }

    /** {@code merge}: as {@code append}, unless the list already contains the element. */
    record Merge(String name, FieldFormat value) implements FieldAction {
        @Override
        public void apply(List<Field> fields, FieldContext context) {
            String element = value.render(context);
            int first = FieldLines.first(fields, name);
            if (first < 0 || !FieldLines.elements(fields.get(first).value()).contains(element)) FieldLines.append(fields, name, element);
        }

        @Override
        public boolean adds() {
            return true;
        }

        @Override
        public boolean readsValue() {
            return true;
        }
    }

    /** {@code unset}: removes all lines of the name. */
    record Unset(String name) implements FieldAction {
        @Override
        public void apply(List<Field> fields, FieldContext context) {
            fields.removeIf(field -> field.is(name));
        }
    }

    /** {@code edit} and {@code edit*}: replaces the first match or all matches of a regular expression in each line; the lines move to the end, as in httpd. */
    record Edit(String name, Pcre pattern, FieldFormat replacement, boolean everywhere) implements FieldAction {

        /** Maximum length of an edited value; a value that would become longer is not changed. */
        static final int MAX_LENGTH = 64 * 1024;

        @Override
        public void apply(List<Field> fields, FieldContext context) {
            List<Field> lines = fields.stream().filter(field -> field.is(name)).map(field -> FieldLines.field(field.name(), edited(field.value(), context))).toList();
            fields.removeIf(field -> field.is(name));
            fields.addAll(lines);
        }

        @Override
        public boolean readsValue() {
            return true;
        }

        private String edited(String value, FieldContext context) {
            try {
                String edited = replaced(value, context);
                return edited.length() <= MAX_LENGTH ? edited : value;
            } catch (Pcre.TooMuchWork e) {
                return value;
            }
        }

        /** As in httpd, each search starts with the rest after the last match, so that {@code ^} matches there. */
        private String replaced(String value, FieldContext context) throws Pcre.TooMuchWork {
            StringBuilder out = new StringBuilder();
            Pcre.Steps steps = new Pcre.Steps(Pcre.MAX_STEPS);
            String rest = value;
            do {
                Matcher match = pattern.find(rest, steps);
                if (match == null) break;
                boolean emptyMatch = match.end() == 0 && !rest.isEmpty() && everywhere;
                out.append(rest, 0, match.start()).append(replacement.render(context, match, rest));
                if (emptyMatch) out.append(rest.charAt(0));
                rest = rest.substring(emptyMatch ? 1 : match.end());
            } while (everywhere && !rest.isEmpty() && out.length() <= MAX_LENGTH);
            return out.append(rest).toString();
        }
    }

    /** {@code echo}: copies the request's fields whose names match, except connection and framing fields. */
    record Echo(Pcre names) implements FieldAction {

        private static final Set<String> NOT_ECHOED = Set.of("content-length", "transfer-encoding", "connection", "keep-alive", "proxy-connection", "te", "trailer", "upgrade");

        @Override
        public String name() {
            return "";
        }

        @Override
        public void apply(List<Field> fields, FieldContext context) {
            for (Field field : context.request().request().fields())
                if (!NOT_ECHOED.contains(field.name().toLowerCase(Locale.ROOT)) && names.matches(field.name())) FieldLines.add(fields, field.name(), field.value());
        }
    }
}
