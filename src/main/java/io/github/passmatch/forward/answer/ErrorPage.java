package io.github.passmatch.forward.answer;

import static java.nio.charset.StandardCharsets.US_ASCII;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Sends the built-in answer of the proxy: a status and the reason phrase, without details about upstreams. */
public final class ErrorPage {

    private ErrorPage() { }

    /**
     * Replaces the prepared answer by a small plain page.
     *
     * @throws IllegalStateException if the head has been sent
     */
    public static void send(HttpServletResponse clientResponse, int status) throws IOException {
        clientResponse.reset();
        write(clientResponse, status);
    }

    /** Sends a page with 503 and {@code Retry-After}: the missing resource may be available in a second. */
    public static void sendBusy(HttpServletResponse clientResponse) throws IOException {
        clientResponse.reset();
        clientResponse.setHeader("Retry-After", "1");
        write(clientResponse, 503);
    }

    /** Writes the page, and returns the number of its bytes; fields that are set stay. */
    static long write(HttpServletResponse clientResponse, int status) throws IOException {
        return write(clientResponse, status, "");
    }

    /** The same with {@code detail}, ASCII, after the reason phrase. */
    static long write(HttpServletResponse clientResponse, int status, String detail) throws IOException {
        clientResponse.setStatus(status);
        if (hasNoBody(status)) return 0;
        byte[] text = (status + " " + name(status) + detail + "\n").getBytes(US_ASCII);
        closeIfNotTrusted(status, clientResponse);
        clientResponse.setHeader("Content-Type", "text/plain");
        if (status >= 400) clientResponse.setHeader("Cache-Control", "no-store");
        clientResponse.setContentLength(text.length);
        clientResponse.getOutputStream().write(text);
        return text.length;
    }

    /** Whether answers with {@code status} have no body (RFC 9110 §15.3.5, §15.3.6, §15.4.5). */
    static boolean hasNoBody(int status) {
        return status == 204 || status == 205 || status == 304;
    }

    /** As in httpd: after a request that was not understood or not read completely, further data on the connection is not trusted. */
    static void closeIfNotTrusted(int status, HttpServletResponse clientResponse) {
        if (status == 400 || status == 408 || status == 413 || status == 417 || status == 501) clientResponse.setHeader("Connection", "close");
    }

    private static String name(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 201 -> "Created";
            case 202 -> "Accepted";
            case 301 -> "Moved Permanently";
            case 302 -> "Found";
            case 303 -> "See Other";
            case 307 -> "Temporary Redirect";
            case 308 -> "Permanent Redirect";
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 408 -> "Request Timeout";
            case 410 -> "Gone";
            case 412 -> "Precondition Failed";
            case 413 -> "Content Too Large";
            case 416 -> "Range Not Satisfiable";
            case 417 -> "Expectation Failed";
            case 421 -> "Misdirected Request";
            case 500 -> "Internal Server Error";
            case 501 -> "Not Implemented";
            case 502 -> "Bad Gateway";
            case 503 -> "Service Unavailable";
            case 504 -> "Gateway Timeout";
            case 508 -> "Loop Detected";
            default -> status < 300 ? "Success" : status < 400 ? "Redirect" : "Error";
        };
    }
}
