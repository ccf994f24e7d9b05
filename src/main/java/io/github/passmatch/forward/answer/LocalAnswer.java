package io.github.passmatch.forward.answer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.passmatch.rules.OwnAnswer;
import io.github.passmatch.upstream.outcome.BadRequest;
import io.github.passmatch.upstream.request.RequestFields;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;

/** Answers requests that end at the proxy: {@code CONNECT}, and {@code TRACE} and {@code OPTIONS} with {@code Max-Forwards: 0} (RFC 9110 §7.6.2). */
public final class LocalAnswer {

    private LocalAnswer() { }

    /**
     * Answers the request if it ends here; else returns false.
     *
     * @throws BadRequest if the request is refused
     */
    public static boolean given(HttpServletRequest clientRequest, HttpServletResponse clientResponse) throws IOException, BadRequest {
        String method = clientRequest.getMethod();
        if (method.equals("CONNECT")) throw new BadRequest(OwnAnswer.CONNECT, "CONNECT is for forward proxies");
        if (!method.equals("TRACE") && !method.equals("OPTIONS")) return false;
        String hops = clientRequest.getHeader("Max-Forwards");
        boolean one = hops != null && Collections.list(clientRequest.getHeaders("Max-Forwards")).size() == 1;
        if (!one || RequestFields.maxForwards(hops) > 0) return false;
        if (method.equals("TRACE")) trace(clientRequest, clientResponse);
        else clientResponse.setHeader("Allow", "TRACE");
        return true;
    }

    /** RFC 9110 §9.3.8: the request as received, without fields that may contain secrets. */
    private static void trace(HttpServletRequest clientRequest, HttpServletResponse clientResponse) throws IOException {
        String query = clientRequest.getQueryString() == null ? "" : "?" + clientRequest.getQueryString();
        StringBuilder head = new StringBuilder("TRACE ").append(clientRequest.getRequestURI()).append(query).append(' ').append(clientRequest.getProtocol()).append("\r\n");
        for (String name : Collections.list(clientRequest.getHeaderNames())) {
            if (name.equalsIgnoreCase("Cookie") || name.equalsIgnoreCase("Authorization") || name.equalsIgnoreCase("Proxy-Authorization")) continue;
            for (String value : Collections.list(clientRequest.getHeaders(name))) head.append(name).append(": ").append(value).append("\r\n");
        }
        clientResponse.setHeader("Content-Type", "message/http");
        clientResponse.getOutputStream().write(head.append("\r\n").toString().getBytes(ISO_8859_1));
    }
}
