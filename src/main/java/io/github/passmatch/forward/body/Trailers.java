package io.github.passmatch.forward.body;

import io.github.passmatch.forward.answer.ResponseHead;
import io.github.passmatch.rules.Field;
import io.github.passmatch.upstream.request.RequestBody;
import io.github.passmatch.upstream.request.Tokens;
import io.github.passmatch.upstream.request.UpstreamResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Passes on trailer fields after a chunked body (RFC 9110 §6.5), in both directions, if the container supports them. Fields for framing,
 * routing, authentication or message handling are dropped, because a recipient might merge them into the head.
 */
public final class Trailers {

    private static final Set<String> REFUSED = Set.of("connection", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade",
            "content-length", "content-encoding", "content-type", "content-range", "content-location", "host", "authorization", "proxy-authorization",
            "proxy-authenticate", "www-authenticate", "cookie", "set-cookie", "expect", "max-forwards", "range", "cache-control", "pragma", "expires", "age",
            "date", "vary", "location", "retry-after", "warning", "forwarded", "via", "x-real-ip", "proxy");

    private Trailers() { }

    private static boolean mayPass(String name) {
        String lower = name.toLowerCase(Locale.ROOT).replace('_', '-');
        return Tokens.isToken(name) && !REFUSED.contains(lower) && !lower.startsWith("if-") && !lower.startsWith("x-forwarded-");
    }

    private static boolean isPlain(String value) {
        return value.chars().allMatch(c -> c == '\t' || c >= ' ' && c != 127 && c <= 255);
    }

    /** The trailers of a request of which the body has been read to the end. */
    static List<Field> of(HttpServletRequest clientRequest) {
        if (!clientRequest.isTrailerFieldsReady()) return List.of();
        List<Field> fields = new ArrayList<>();
        for (Map.Entry<String, String> trailer : clientRequest.getTrailerFields().entrySet())
            if (mayPass(trailer.getKey()) && isPlain(trailer.getValue())) fields.add(new Field(trailer.getKey(), trailer.getValue()));
        return fields;
    }

    /** Adds the client's {@code Trailer} field to the fields of a chunked request. */
    public static void announce(HttpServletRequest clientRequest, RequestBody body, List<Field> fields) {
        if (body.length() != RequestBody.CHUNKED) return;
        String names = names(Collections.list(clientRequest.getHeaders("Trailer")));
        if (!names.isEmpty()) fields.add(new Field("Trailer", names));
    }

    private static String names(List<String> values) {
        return values.stream().flatMap(value -> Arrays.stream(value.split(","))).map(String::strip).filter(Trailers::mayPass).collect(Collectors.joining(", "));
    }

    /** Passes on the trailers of an answer if the client's protocol has trailers. */
    public static final class Relay {
        private final HttpServletResponse clientResponse;
        private final boolean possible;
        private Map<String, String> fields = Map.of();

        /** To be called before the head of the answer is sent. */
        public Relay(UpstreamResponse upstreamResponse, HttpServletRequest clientRequest, HttpServletResponse clientResponse) {
            this.clientResponse = clientResponse;
            boolean hasBody = !ResponseHead.isAll(upstreamResponse.status(), clientRequest);
            possible = upstreamResponse.has("Transfer-Encoding") && hasBody && !clientRequest.getProtocol().equals("HTTP/1.0") && register();
            if (!possible) return;
            String names = names(Field.values(upstreamResponse.fields(), "Trailer"));
            if (!names.isEmpty()) clientResponse.setHeader("Trailer", names);
        }

        private boolean register() {
            try {
                clientResponse.setTrailerFields(() -> fields);
                return true;
            } catch (IllegalStateException | UnsupportedOperationException e) {
                return false;       // the container does not send trailers on this connection
            }
        }

        /** To be called after the body of the answer. Returns whether there are trailers to send. */
        boolean set(List<Field> trailers) {
            if (!possible) return false;
            Map<String, String> map = new LinkedHashMap<>();
            for (Field field : trailers)
                if (mayPass(field.name()) && isPlain(field.value())) map.merge(field.name().toLowerCase(Locale.ROOT), field.value(), (one, two) -> one + ", " + two);
            fields = map;
            return !map.isEmpty();
        }
    }
}
