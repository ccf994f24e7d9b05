package io.github.passmatch.diagnose.status;

import java.util.ArrayDeque;
import java.util.Deque;
import org.owasp.encoder.Encode;

/** Writes HTML. Text and values of attributes are escaped; names of elements and attributes must be constants. */
final class Html {

    private final StringBuilder out = new StringBuilder(16 * 1024).append("<!DOCTYPE html>");
    private final Deque<String> open = new ArrayDeque<>();

    /** @param attributes names and values, alternating */
    Html open(String element, String... attributes) {
        start(element, attributes);
        open.push(element);
        return this;
    }

    Html close() {
        out.append("</").append(open.pop()).append(">\n");
        return this;
    }

    /** An element without content and without an end tag. */
    Html empty(String element, String... attributes) {
        start(element, attributes);
        return this;
    }

    /** An element that holds text only. */
    Html element(String element, String text, String... attributes) {
        return open(element, attributes).text(text).close();
    }

    Html text(String text) {
        out.append(Encode.forHtmlContent(text));
        return this;
    }

    /** A style sheet or a script of this program: HTML requires both unescaped. */
    Html verbatim(String element, String content) {
        start(element);
        out.append(content).append("</").append(element).append('>');
        return this;
    }

    private void start(String element, String... attributes) {
        out.append('<').append(element);
        for (int i = 0; i < attributes.length; i += 2) out.append(' ').append(attributes[i]).append("=\"").append(Encode.forHtmlAttribute(attributes[i + 1])).append('"');
        out.append('>');
    }

    @Override
    public String toString() {
        if (!open.isEmpty()) throw new IllegalStateException("not closed: " + open);
        return out.toString();
    }
}
