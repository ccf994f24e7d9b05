package io.github.passmatch.forward.answer;

import io.github.passmatch.forward.container.ContainerRequest;
import io.github.passmatch.rules.Field;
import io.github.passmatch.rules.OwnAnswer;
import io.github.passmatch.upstream.outcome.BadRequest;
import io.github.passmatch.upstream.request.UpstreamResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collection;
import java.util.OptionalInt;

/** Checks the size of the head of an answer before the container sends it. */
public final class ResponseHead {

    /** Bytes for what the container adds: status line, {@code Date}, {@code Connection}, framing and empty line. */
    private static final int OF_CONTAINER = 128;
    /** Heads below this size are not checked; no container has a smaller limit. */
    private static final int ALWAYS_FITS = 2048;
    /** Colon, space and line end of a field. */
    private static final int OF_FIELD = 4;
    /** Bytes that count for a field of HTTP/2 in addition to name and value (RFC 9113 §6.5.2). */
    private static final int OF_HTTP2_FIELD = 32;

    private ResponseHead() { }

    /** Whether an answer has no body (RFC 9110 §6.4.1, §15.3.6). */
    public static boolean isAll(int status, HttpServletRequest clientRequest) {
        return clientRequest.getMethod().equals("HEAD") || status == 204 || status == 205 || status == 304;
    }

    /**
     * Checks before anything is sent: for a head that is too long, containers send an empty answer with status 500.
     *
     * @throws BadRequest if the container cannot send the head
     */
    public static void requireFits(UpstreamResponse upstreamResponse, HttpServletRequest clientRequest, HttpServletResponse clientResponse) throws BadRequest {
        if (bytes(upstreamResponse) < ALWAYS_FITS) return;
        OptionalInt limit = ContainerRequest.of(clientRequest).responseHeadLimit();
        if (limit.isEmpty()) return;
        int bytes = bytes(clientResponse, clientRequest.getProtocol().startsWith("HTTP/1") ? OF_FIELD : OF_HTTP2_FIELD);
        if (bytes > limit.getAsInt()) throw new BadRequest(OwnAnswer.RESPONSE_HEAD_LIMIT, "it has about " + bytes + " bytes, and " + limit.getAsInt() + " are allowed");
    }

    private static int bytes(UpstreamResponse upstreamResponse) {
        int bytes = 0;
        for (Field field : upstreamResponse.fields()) bytes += field.name().length() + field.value().length() + OF_FIELD;
        return bytes;
    }

    private static int bytes(HttpServletResponse clientResponse, int ofField) {
        int bytes = OF_CONTAINER;
        Collection<String> names = clientResponse.getHeaderNames();
        for (String name : names) for (String value : clientResponse.getHeaders(name)) bytes += name.length() + value.length() + ofField;
        String type = clientResponse.getContentType();
        boolean hiddenType = type != null && !clientResponse.containsHeader("Content-Type");
        return hiddenType ? bytes + "Content-Type".length() + type.length() + ofField : bytes;
    }
}
