package io.github.passmatch.rules.fields;

import io.github.passmatch.rules.Field;
import io.github.passmatch.rules.regex.Pcre;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;

/** What one {@code Header} or {@code RequestHeader} does to the fields of a message, in httpd's words. */
public sealed interface FieldAction {

    /** Fields of the framing, which is the proxy's own (RFC 9112 §6). */
    Set<String> FRAMING = Set.of("content-length", "transfer-encoding");

    /** Changes {@code fields}. */
    void apply(List<Field> fields, FieldContext context);

    /** Of the field it is about; empty if there are several. */
    String name();

    /** Whether what it does depends on the value that is there. */
    default boolean readsValue() {
        return false;
    }

    /** Whether it leaves what is there, and adds to it. */
    default boolean adds() {
        return false;
    }

    /** {@code set}: one line of that name, in place of those that are there. */
    record Put(String name, FieldFormat value) implements FieldAction {
        @Override
        public void apply(List<Field> fields, FieldContext context) {
            FieldLines.put(fields, name, value.render(context));
        }
    }

    /** {@code setifempty}: as {@code set}, where there is no line of that name. */
    record PutIfAbsent(String name, FieldFormat value) implements FieldAction {
        @Override
        public void apply(List<Field> fields, FieldContext context) {
            if (FieldLines.first(fields, name) < 0) FieldLines.add(fields, name, value.render(context));
        }
    }

    /** {@code add}: one more line. */
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

    /** {@code append}: one more element of the list that the first line holds. */
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

    /** {@code merge}: as {@code append}, unless the list holds that element. */
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

    /** {@code unset}: no line of that name. */
    record Unset(String name) implements FieldAction {
        @Override
        public void apply(List<Field> fields, FieldContext context) {
            fields.removeIf(field -> field.is(name));
        }
    }

    /** {@code edit} and {@code edit*}: replaces what a regular expression finds in each line, once or wherever; the lines move to the end, as in httpd. */
    record Edit(String name, Pcre pattern, FieldFormat replacement, boolean everywhere) implements FieldAction {

        /** Longest value that an edit may make; one that would be longer stays as it was. */
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

        /** As httpd does, each search begins a text of its own, so that {@code ^} is where the last match ended. */
        private String replaced(String value, FieldContext context) throws Pcre.TooMuchWork {
            StringBuilder out = new StringBuilder();
            Pcre.Steps steps = new Pcre.Steps(Pcre.MAX_STEPS);
            String rest = value;
            do {
                Matcher match = pattern.find(rest, steps);
                if (match == null) break;
                boolean stuck = match.end() == 0 && !rest.isEmpty() && everywhere;
                out.append(rest, 0, match.start()).append(replacement.render(context, match, rest));
                if (stuck) out.append(rest.charAt(0));
                rest = rest.substring(stuck ? 1 : match.end());
            } while (everywhere && !rest.isEmpty() && out.length() <= MAX_LENGTH);
            return out.append(rest).toString();
        }
    }

    /** {@code echo}: the request's fields with such a name, but for those of its connection and framing. */
    record Echo(Pcre names) implements FieldAction {

        private static final Set<String> NOT_ECHOED = Set.of("content-length", "transfer-encoding", "connection", "keep-alive", "proxy-connection", "te", "trailer", "upgrade");

        @Override
        public String name() {
            return "";
        }

        @Override
        public void apply(List<Field> fields, FieldContext context) {
            for (Field field : context.request().fields())
                if (!NOT_ECHOED.contains(field.name().toLowerCase(Locale.ROOT)) && names.matches(field.name())) FieldLines.add(fields, field.name(), field.value());
        }
    }
}
