package io.github.passmatch.run.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.passmatch.rules.OwnAnswer;
import io.github.passmatch.rules.server.ClientLimits;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.Graceful;

/**
 * What every request passes first: answers what concerns the server and no path, lets in no more requests than there is room for, and knows when the last one
 * has left. While the server stops, requests on open connections are still served; Jetty then ends each connection with its answer.
 */
final class RequestGate extends Handler.Wrapper implements Graceful {

    private static final String RETRY_SECONDS = "1";

    private final int most;
    private final int mostOfConnection;
    private final Listener told;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Shutdown shutdown = new Shutdown(this) {
        @Override
        public boolean isShutdownDone() {
            return inFlight.get() == 0;
        }
    };

    /** @param told is told of each request that is refused */
    RequestGate(Handler handler, ClientLimits limits, Listener told) {
        super(handler);
        this.told = told;
        this.most = limits.requestWorkers().orElseGet(HeapBudget::requests);
        this.mostOfConnection = limits.keepAliveRequests();
    }

    /** Who is told. */
    @FunctionalInterface
    interface Listener {
        void tell(Request request, OwnAnswer reason, String why);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (isAmbiguous(request)) return ambiguous(request, response, callback);
        if (isServerWide(request)) return answer(200, false, response, callback);
        if (PlatformThreads.mustRefuse()) return overloaded("all threads are busy", true, request, response, callback);
        if (mostOfConnection > 0 && request.getConnectionMetaData().getConnection().getMessagesIn() >= mostOfConnection) response.getHeaders().put(HttpHeader.CONNECTION, "close");
        if (inFlight.incrementAndGet() > most) {
            left();
            return overloaded("more than " + most, false, request, response, callback);
        }
        return letIn(request, response, Callback.from(callback, this::left));
    }

    private boolean letIn(Request request, Response response, Callback callback) {
        try {
            if (!super.handle(request, response, callback)) Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
        } catch (Throwable e) {
            FatalErrors.endProcessIfOutOfMemory(e);
            Response.writeError(request, response, callback, e);
        }
        return true;
    }

    private void left() {
        inFlight.decrementAndGet();
        shutdown.check();
    }

    /** RFC 9112 §6.1: HTTP/1.0 knows no chunks, so whoever passed the request on may see its end elsewhere. */
    private static boolean isAmbiguous(Request request) {
        return request.getConnectionMetaData().getHttpVersion() != HttpVersion.HTTP_1_1 && request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
    }

    /** RFC 9110 §9.3.7: {@code OPTIONS *} asks for the server as a whole; balancers use it as a ping. */
    private static boolean isServerWide(Request request) {
        return request.getMethod().equals("OPTIONS") && "*".equals(request.getHttpURI().getPath());
    }

    private boolean overloaded(String why, boolean last, Request request, Response response, Callback callback) {
        told.tell(request, OwnAnswer.OVERLOAD, why);
        response.getHeaders().put(HttpHeader.RETRY_AFTER, RETRY_SECONDS);
        return answer(503, last, response, callback);
    }

    private boolean ambiguous(Request request, Response response, Callback callback) {
        told.tell(request, OwnAnswer.AMBIGUOUS_FRAMING, "HTTP/1.0 with Transfer-Encoding");
        return answer(400, true, response, callback);
    }

    private static boolean answer(int status, boolean last, Response response, Callback callback) {
        ByteBuffer page = status == 200 ? ByteBuffer.allocate(0) : UTF_8.encode(status + " " + HttpStatus.getMessage(status) + "\n");
        response.setStatus(status);
        if (last) response.getHeaders().put(HttpHeader.CONNECTION, "close");
        if (status != 200) response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain;charset=utf-8");
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, page.remaining());
        response.write(true, page, callback);
        return true;
    }

    @Override
    public CompletableFuture<Void> shutdown() {
        return shutdown.shutdown();
    }

    @Override
    public boolean isShutdown() {
        return shutdown.isShutdown();
    }
}
