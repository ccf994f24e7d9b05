package io.github.passmatch.diagnose.figures;

import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/**
 * Writes JSON (RFC 8259). The documents are small and made by this program, so no JSON library is needed, which every embedder of the filter
 * would inherit.
 */
public final class Json {

    private static final String INDENT = "  ";

    private final StringBuilder out = new StringBuilder();

    private Json() { }

    /**
     * The text of {@code value}, indented.
     *
     * @param value a map with text as keys, a list, text, a number, a boolean, an {@code Optional} of these, or null
     * @throws IllegalArgumentException for anything else
     */
    public static String of(Object value) {
        Json json = new Json();
        json.write(value, "\n");
        return json.out.toString();
    }

    private void write(Object value, String newLine) {
        if (value instanceof Map<?, ?> map) object(map, newLine);
        else if (value instanceof Iterable<?> list) array(list, newLine);
        else if (value instanceof Optional<?> optional) write(optional.orElse(null), newLine);
        else if (value instanceof String text) string(text);
        else if (value == null || value instanceof Boolean || value instanceof Integer || value instanceof Long || value instanceof Double) out.append(value);
        else throw new IllegalArgumentException("no JSON form for " + value.getClass());
    }

    private void object(Map<?, ?> map, String newLine) {
        out.append('{');
        for (Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator(); entries.hasNext(); ) {
            Map.Entry<?, ?> entry = entries.next();
            out.append(newLine).append(INDENT);
            string((String) entry.getKey());
            out.append(": ");
            write(entry.getValue(), newLine + INDENT);
            if (entries.hasNext()) out.append(',');
        }
        out.append(map.isEmpty() ? "}" : newLine + "}");
    }

    private void array(Iterable<?> list, String newLine) {
        out.append('[');
        boolean empty = true;
        for (Object element : list) {
            out.append(empty ? "" : ",").append(newLine).append(INDENT);
            write(element, newLine + INDENT);
            empty = false;
        }
        out.append(empty ? "]" : newLine + "]");
    }

    private void string(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') out.append('\\').append(c);
            else if (c == '\n') out.append("\\n");
            else if (c < ' ' || c == 0x7f || Character.isSurrogate(c) || c == 0x2028 || c == 0x2029) out.append(String.format("\\u%04x", (int) c));
            else out.append(c);
        }
        out.append('"');
    }
}
