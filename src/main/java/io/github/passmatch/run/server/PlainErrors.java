package io.github.passmatch.run.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.passmatch.upstream.outcome.CauseWords;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** What Jetty itself refuses (a malformed request, a request while stopping): one plain line that names no internals. */
public final class PlainErrors extends ErrorHandler {

    private final Listener told;

    /** @param told is told of each request */
    public PlainErrors(Listener told) {
        this.told = told;
    }

    /** Who is told. */
    @FunctionalInterface
    public interface Listener {
        void tell(Request request, int status, String why);
    }

    @Override
    protected void generateResponse(Request request, Response response, int code, String message, Throwable cause, Callback callback) {
        response.getHeaders().put("Content-Type", "text/plain;charset=utf-8");
        told.tell(request, code, cause == null ? message : CauseWords.of(cause));
        response.write(true, page(code), callback);
    }

    private static ByteBuffer page(int status) {
        return UTF_8.encode(status + " " + HttpStatus.getMessage(status) + "\n");
    }
}
