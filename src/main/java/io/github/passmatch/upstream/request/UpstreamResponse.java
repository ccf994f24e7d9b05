package io.github.passmatch.upstream.request;

import io.github.passmatch.rules.Field;
import java.util.List;
import java.util.Objects;

/**
 * Holds the head of an upstream's response.
 *
 * @param minorVersion of HTTP/1: 0 or 1
 * @param status       100 to 999
 * @param reason       the reason phrase, may be empty
 * @param fields       in the order received
 */
public record UpstreamResponse(int minorVersion, int status, String reason, List<Field> fields) {

    public UpstreamResponse {
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(fields, "fields");
    }

    /** Whether there is a field with this name, of which one list element is {@code token}, ignoring case. */
    public boolean lists(String name, String token) {
        for (Field field : fields) {
            if (!field.is(name)) continue;
            for (String element : field.value().split(",")) if (element.strip().equalsIgnoreCase(token)) return true;
        }
        return false;
    }

    /** Whether there is a field with this name. */
    public boolean has(String name) {
        for (Field field : fields) if (field.is(name)) return true;
        return false;
    }

    /** Whether two readers may find different ends of the body: two kinds of framing (RFC 9112 §6.3), or framing in a response that has no body (§6.1, RFC 9110 §8.6). */
    public boolean isFramedTwice() {
        boolean coded = has("Transfer-Encoding");
        if (status == 204) return coded || fields.stream().anyMatch(field -> field.is("Content-Length") && !field.value().equals("0"));
        return coded && has("Content-Length");
    }
}
