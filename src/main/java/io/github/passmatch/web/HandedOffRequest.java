package io.github.passmatch.web;

import io.github.passmatch.forward.answer.ErrorPage;
import io.github.passmatch.upstream.log.Loggers;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.slf4j.Logger;

/** Wraps a request that continues after the filter has returned. A dispatch of this request cuts the answer, because a container cuts a connection only on a thread of the container. */
final class HandedOffRequest extends HttpServletRequestWrapper implements AsyncListener {

    /** The request attribute with the exception because of which the answer must be cut. The dispatch runs the filter again, which reads the attribute. */
    static final String CUT = "io.github.passmatch.cut";

    private static final Logger LOG = Loggers.of(ThreadHandOff.class);

    private final HttpServletResponse clientResponse;
    private final FailedRequests failedRequests;
    private final Runnable stop;
    private final Runnable left;
    private AsyncContext async;
    private volatile boolean over;
    private volatile IOException failure;

    private HandedOffRequest(HttpServletRequest request, HttpServletResponse clientResponse, FailedRequests failedRequests, Runnable stop, Runnable left) {
        super(request);
        this.clientResponse = clientResponse;
        this.failedRequests = failedRequests;
        this.stop = stop;
        this.left = left;
    }

    /**
     * Lets a request continue after the filter has returned.
     *
     * @param stop ends the request's waits, on a thread of the container
     * @param left is told that the client has left, or has cancelled the request, as HTTP/2 allows
     * @return null if the container refuses this: Jetty does so for a path such as {@code //[x]}, which Jetty cannot parse a second time
     */
    static HandedOffRequest start(HttpServletRequest clientRequest, HttpServletResponse clientResponse, FailedRequests failedRequests, Runnable stop, Runnable left) {
        HandedOffRequest request = new HandedOffRequest(clientRequest, clientResponse, failedRequests, stop, left);
        try {
            request.async = clientRequest.startAsync(request, clientResponse);
        } catch (IllegalArgumentException | IllegalStateException e) {
            LOG.debug("{} keeps its thread", clientRequest.getRequestURI(), e);
            return null;
        }
        request.async.setTimeout(0);
        request.async.addListener(request);
        return request;
    }

    /** The last work for a request. */
    @FunctionalInterface
    interface Step {
        void run() throws IOException;
    }

    /** Does the last work, and completes the request; a failure is answered, or cuts the answer. */
    void end(Step last) {
        try {
            last.run();
            async.complete();
        } catch (IOException | RuntimeException | Error e) {
            fail(e);
        } finally {
            over = true;
        }
    }

    private void fail(Throwable thrown) {
        try {
            failedRequests.log(this, thrown);
            if (failedRequests.mustCut(clientResponse, thrown)) cut(thrown);
            else sendErrorPage();
        } catch (RuntimeException e) {
            LOG.debug("the container has ended the request in the meantime", e);
        }
    }

    private void sendErrorPage() {
        try {
            ErrorPage.send(clientResponse, 500);
        } catch (IOException e) {
            LOG.debug("the client has left", e);
        } finally {
            async.complete();
        }
    }

    /** Cuts the answer on a thread of the container. */
    private void cut(Throwable reason) {
        IOException cause = reason instanceof IOException io ? io : new IOException(reason);
        setAttribute(CUT, cause);
        failure = cause;
        async.dispatch("/");
    }

    /** If the filter is not mapped to ASYNC, the next filter or servlet that reads the method cuts the answer. */
    @Override
    public String getMethod() {
        if (failure == null) return super.getMethod();
        try {
            failedRequests.cut(clientResponse, failure);
        } catch (IOException e) {
            HandedOffRequest.<RuntimeException>throwUnchecked(e);     // the container does not log this exception
        }
        throw new UncheckedIOException(failure);
    }

    @SuppressWarnings("unchecked")
    private static <E extends Exception> void throwUnchecked(IOException e) throws E {
        throw (E) (Exception) e;
    }

    /**
     * No time limit is set, but Tomcat ends the requests of a webapp that it stops, a second later and before the filter is destroyed. Waits until the request is answered, because
     * the container answers after that.
     */
    @Override
    public void onTimeout(AsyncEvent event) {
        stop.run();
        ThreadHandOff.awaitUntil(System.nanoTime() + ThreadHandOff.CLOSE_WAIT_NANOS, () -> over);
    }

    /** A write to a client that is gone has failed. Unless the request is completed here, Tomcat sends the error page of the webapp to that client, and logs that this fails too. */
    @Override
    public void onError(AsyncEvent event) {
        left.run();
        try {
            event.getAsyncContext().complete();
        } catch (IllegalStateException e) {
            LOG.debug("the request has been completed or dispatched in the meantime", e);
        }
    }

    @Override
    public void onComplete(AsyncEvent event) { }

    @Override
    public void onStartAsync(AsyncEvent event) { }
}
