package io.github.passmatch.run.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.passmatch.rules.OwnAnswer;
import io.github.passmatch.rules.server.ClientLimits;
import io.github.passmatch.run.process.FatalErrors;
import io.github.passmatch.upstream.reactor.Reactor;
import io.github.passmatch.web.HeapBudget;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.Graceful;

/**
 * Handles every request before the filter: answers requests that are not about a path, limits the number of requests in flight, and detects when the last request
 * has ended. While the server stops, requests on open connections are still served; Jetty then closes each connection after the response.
 */
final class RequestGate extends Handler.Wrapper implements Graceful {

    private static final String RETRY_SECONDS = "1";

    private final int maxInFlight;
    private final int maxPerConnection;
    private final Predicate<Request> slow;
    private final Listener listener;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Shutdown shutdown = new Shutdown(this) {
        @Override
        public boolean isShutdownDone() {
            return inFlight.get() == 0;
        }
    };

    /**
     * @param slow     whether handling a request may wait for something other than its body
     * @param listener called for each request that is refused
     */
    RequestGate(Handler handler, ClientLimits limits, Predicate<Request> slow, Listener listener) {
        super(handler);
        this.slow = slow;
        this.listener = listener;
        this.maxInFlight = limits.requestWorkers().orElseGet(HeapBudget::requests);
        this.maxPerConnection = limits.keepAliveRequests();
    }

    /** Called for each request that is refused. */
    @FunctionalInterface
    interface Listener {
        void refused(Request request, OwnAnswer reason, String detail);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (isAmbiguous(request)) return ambiguous(request, response, callback);
        if (isServerWide(request)) return answer(200, false, response, callback);
        if (Reactor.isCurrent() && mayWait(request)) {
            request.getComponents().getExecutor().execute(new WaitingTask(() -> admit(request, response, callback), callback));
            return true;
        }
        return admit(request, response, callback);
    }

    /** Whether handling the request may need a thread that can wait. */
    private boolean mayWait(Request request) {
        boolean incomplete = hasBody(request) && !(request.getConnectionMetaData().getConnection() instanceof ClientConnection client && client.hasWholeBody());
        return incomplete || slow.test(request) || request.getHttpURI().hasViolations();
    }

    private static boolean hasBody(Request request) {
        return request.getHeaders().contains(HttpHeader.CONTENT_LENGTH) || request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING) || request.getHeaders().contains(HttpHeader.EXPECT);
    }

    private boolean admit(Request request, Response response, Callback callback) {
        if (PlatformThreads.mustRefuse()) return overloaded("all threads are busy", true, request, response, callback);
        if (maxPerConnection > 0 && request.getConnectionMetaData().getConnection().getMessagesIn() >= maxPerConnection) response.getHeaders().put(HttpHeader.CONNECTION, "close");
        if (inFlight.incrementAndGet() > maxInFlight) {
            ended();
            return overloaded("more than " + maxInFlight, false, request, response, callback);
        }
        return serve(request, response, Callback.from(callback, this::ended));
    }

    private boolean serve(Request request, Response response, Callback callback) {
        try {
            if (!super.handle(request, response, callback)) Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
        } catch (Throwable e) {
            FatalErrors.endProcessIfOutOfMemory(e);
            Response.writeError(request, response, callback, e);
        }
        return true;
    }

    private void ended() {
        inFlight.decrementAndGet();
        shutdown.check();
    }

    /** RFC 9112 §6.1: HTTP/1.0 does not define the chunked coding, so a proxy before this server may see the end of the request in a different place. */
    private static boolean isAmbiguous(Request request) {
        return request.getConnectionMetaData().getHttpVersion() != HttpVersion.HTTP_1_1 && request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
    }

    /** RFC 9110 §9.3.7: {@code OPTIONS *} is about the server in general; load balancers use it as a health check. */
    private static boolean isServerWide(Request request) {
        return request.getMethod().equals("OPTIONS") && "*".equals(request.getHttpURI().getPath());
    }

    private boolean overloaded(String detail, boolean closes, Request request, Response response, Callback callback) {
        listener.refused(request, OwnAnswer.OVERLOAD, detail);
        response.getHeaders().put(HttpHeader.RETRY_AFTER, RETRY_SECONDS);
        return answer(503, closes, response, callback);
    }

    private boolean ambiguous(Request request, Response response, Callback callback) {
        listener.refused(request, OwnAnswer.AMBIGUOUS_FRAMING, "HTTP/1.0 with Transfer-Encoding");
        return answer(400, true, response, callback);
    }

    private static boolean answer(int status, boolean closes, Response response, Callback callback) {
        ByteBuffer page = status == 200 ? ByteBuffer.allocate(0) : UTF_8.encode(status + " " + HttpStatus.getMessage(status) + "\n");
        response.setStatus(status);
        if (closes) response.getHeaders().put(HttpHeader.CONNECTION, "close");
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
