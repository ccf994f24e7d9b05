package io.github.passmatch.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.passmatch.diagnose.status.Status;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Sends the answers of the pages that the filter itself serves: the status page and the balancer-manager. */
final class PageAnswer {

    private PageAnswer() { }

    /** Sets the fields that protect a page in a browser. */
    static void protect(HttpServletResponse clientResponse) {
        clientResponse.setHeader("Content-Security-Policy", Status.POLICY);
        clientResponse.setHeader("X-Content-Type-Options", "nosniff");
        clientResponse.setHeader("Referrer-Policy", "same-origin");
        clientResponse.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        clientResponse.setHeader("Cache-Control", "no-store");
        clientResponse.setHeader("Vary", "Accept");
    }

    static void send(int status, String contentType, String body, HttpServletResponse clientResponse) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        clientResponse.setStatus(status);
        clientResponse.setHeader("Content-Type", contentType);
        clientResponse.setContentLength(bytes.length);
        clientResponse.getOutputStream().write(bytes);
    }

    /** @param text with the line end */
    static void text(int status, String text, HttpServletResponse clientResponse) throws IOException {
        send(status, StatusFormat.TEXT.contentType(), text, clientResponse);
    }

    /** Answers 405: the pages have GET, HEAD and POST. */
    static void notAllowed(HttpServletResponse clientResponse) throws IOException {
        clientResponse.setHeader("Allow", "GET, HEAD, POST");
        text(405, "405 Method Not Allowed\n", clientResponse);
    }

    /** Answers 403 to a POST that a page of another site has made a browser send; then the result is true. */
    static boolean refusedOtherSite(HttpServletRequest clientRequest, HttpServletResponse clientResponse) throws IOException {
        if (!StatusAccess.isFromOtherSite(clientRequest)) return false;
        text(403, "403 Forbidden: the request comes from a page of another site\n", clientResponse);
        return true;
    }
}
