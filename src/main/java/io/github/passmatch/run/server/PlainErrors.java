package io.github.passmatch.run.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.passmatch.run.file.FileRequest;
import io.github.passmatch.upstream.outcome.CauseWords;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Answers requests that Jetty refuses (malformed requests, requests while stopping) with one line of text that does not show internals. */
public final class PlainErrors extends ErrorHandler {

    private final Listener listener;

    /** @param listener called for each request */
    public PlainErrors(Listener listener) {
        this.listener = listener;
    }

    /** Called for each request that Jetty refuses. */
    @FunctionalInterface
    public interface Listener {
        void refused(Request request, int status, String why);
    }

    @Override
    protected void generateResponse(Request request, Response response, int code, String message, Throwable cause, Callback callback) {
        response.getHeaders().put("Content-Type", "text/plain;charset=utf-8");
        if (Request.as(request, FileRequest.class) == null) listener.refused(request, code, cause == null ? message : CauseWords.of(cause));
        response.write(true, page(code), callback);
    }

    private static ByteBuffer page(int status) {
        return UTF_8.encode(status + " " + HttpStatus.getMessage(status) + "\n");
    }
}
