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
 * The fields behind a chunked body (RFC 9110 §6.5), both ways, as far as the container lets them through. Fields that decide on framing,
 * routing, authority or the handling of the message are dropped: a recipient might merge them into the head.
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

    /** Those of a request whose body has been read to its end. */
    static List<Field> of(HttpServletRequest clientRequest) {
        if (!clientRequest.isTrailerFieldsReady()) return List.of();
        List<Field> fields = new ArrayList<>();
        for (Map.Entry<String, String> trailer : clientRequest.getTrailerFields().entrySet())
            if (mayPass(trailer.getKey()) && isPlain(trailer.getValue())) fields.add(new Field(trailer.getKey(), trailer.getValue()));
        return fields;
    }

    /** Adds what the client announces to the fields of a request that goes out in chunks. */
    public static void announce(HttpServletRequest clientRequest, RequestBody body, List<Field> fields) {
        if (body.length() != RequestBody.CHUNKED) return;
        String names = names(Collections.list(clientRequest.getHeaders("Trailer")));
        if (!names.isEmpty()) fields.add(new Field("Trailer", names));
    }

    private static String names(List<String> values) {
        return values.stream().flatMap(value -> Arrays.stream(value.split(","))).map(String::strip).filter(Trailers::mayPass).collect(Collectors.joining(", "));
    }

    /** The trailers of an answer, on their way to a client that may take some. */
    public static final class Relay {
        private final HttpServletResponse clientResponse;
        private final boolean possible;
        private Map<String, String> fields = Map.of();

        /** Before the answer's head is sent. */
        public Relay(UpstreamResponse upstreamResponse, HttpServletRequest clientRequest, HttpServletResponse clientResponse) {
            this.clientResponse = clientResponse;
            boolean hasBody = !ResponseHead.isAll(upstreamResponse.status(), clientRequest);
            possible = upstreamResponse.has("Transfer-Encoding") && hasBody && !clientRequest.getProtocol().equals("HTTP/1.0") && register();
            if (!possible) return;
            String names = names(upstreamResponse.fields().stream().filter(field -> field.is("Trailer")).map(Field::value).toList());
            if (!names.isEmpty()) clientResponse.setHeader("Trailer", names);
        }

        private boolean register() {
            try {
                clientResponse.setTrailerFields(() -> fields);
                return true;
            } catch (IllegalStateException | UnsupportedOperationException e) {
                return false;       // the container sends none on such a connection
            }
        }

        /** After the answer's body. Whether anything is to be sent behind it. */
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
