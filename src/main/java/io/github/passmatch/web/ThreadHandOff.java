package io.github.passmatch.web;

import io.github.passmatch.forward.answer.ErrorPage;
import io.github.passmatch.upstream.log.Loggers;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;

/**
 * On which thread a request is forwarded. On the container's own while it has threads to spare, which is cheapest; when many are in
 * flight, on a virtual thread, so that slow upstreams cannot use up the container's threads. Needs JDK 21 and {@code async-supported}.
 */
final class ThreadHandOff implements AutoCloseable {

    /**
     * Half of what stock Tomcat and Jetty have (200): the other half goes on accepting. Handing over is dear: with 50, 512 clients of a fast upstream cost a quarter
     * more on Tomcat; 150 and 190 differ from 100 by less than two runs of the same.
     */
    static final int INLINE_LIMIT = 100;
    /** A container unloads a stopped webapp's classes, which those need that are still to tell their clients; some of them wait for a client, though. */
    private static final long LEAVING_NANOS = 2_000_000_000L;
    /** The request attribute that holds why an answer must be cut. */
    static final String CUT = "io.github.passmatch.cut";

    private static final Logger LOG = Loggers.of(ThreadHandOff.class);

    private final FailedRequests failedRequests;
    private final ExecutorService virtualThreads;       // null before JDK 21
    private final AtomicInteger inline = new AtomicInteger();
    private final AtomicBoolean complained = new AtomicBoolean();

    ThreadHandOff(FailedRequests failedRequests) {
        this.failedRequests = failedRequests;
        virtualThreads = VirtualThreads.executor().orElse(null);
    }

    /** What is done for one request. */
    @FunctionalInterface
    interface Work {
        /** Called once, on one thread. */
        void run() throws IOException;
    }

    /** Runs {@code work} here, or lets a virtual thread do so. */
    void run(HttpServletRequest clientRequest, HttpServletResponse clientResponse, Work work) throws IOException {
        int running = inline.incrementAndGet();
        boolean handed = false;
        try {
            handed = running > INLINE_LIMIT && mayHandOff(clientRequest);
            if (!handed) work.run();
        } finally {
            inline.decrementAndGet();
        }
        if (handed) start(clientRequest, clientResponse, work);
    }

    private boolean mayHandOff(HttpServletRequest clientRequest) {
        if (virtualThreads == null || VirtualThreads.current()) return false;
        if (clientRequest.isAsyncSupported()) return true;
        if (complained.compareAndSet(false, true))
            LOG.warn("more than {} requests in flight, and async-supported is not true for this filter and all before it: they keep the container's threads", INLINE_LIMIT);
        return false;
    }

    private void start(HttpServletRequest clientRequest, HttpServletResponse clientResponse, Work work) {
        HandedOff request = new HandedOff(clientRequest, clientResponse, failedRequests);
        AsyncContext async = clientRequest.startAsync(request, clientResponse);
        async.setTimeout(0);
        virtualThreads.execute(() -> finish(async, request, clientResponse, work));
    }

    private void finish(AsyncContext async, HandedOff request, HttpServletResponse clientResponse, Work work) {
        try {
            work.run();
            async.complete();
        } catch (IOException | RuntimeException | Error e) {
            failedRequests.log(request, e);
            if (failedRequests.mustCut(clientResponse, e)) cut(async, request, e);
            else apologize(async, clientResponse);
        }
    }

    /** Only a container thread can make the container cut a connection: it is given one to throw on. */
    private static void cut(AsyncContext async, HandedOff request, Throwable why) {
        IOException cause = why instanceof IOException io ? io : new IOException(why);
        request.setAttribute(CUT, cause);
        request.fail(cause);
        async.dispatch("/");
    }

    private static void apologize(AsyncContext async, HttpServletResponse clientResponse) {
        try {
            ErrorPage.send(clientResponse, 500);
        } catch (IOException e) {
            LOG.debug("the client is gone", e);
        } finally {
            async.complete();
        }
    }

    /** Takes no more requests to other threads, and waits until those in flight have left, {@link #LEAVING_NANOS} at most. What they wait for is to be ended before. */
    @Override
    public void close() {
        if (virtualThreads != null) virtualThreads.shutdown();
        long end = System.nanoTime() + LEAVING_NANOS;
        while (!allHaveLeft() && System.nanoTime() - end < 0 && !Thread.currentThread().isInterrupted()) LockSupport.parkNanos(1_000_000);
    }

    private boolean allHaveLeft() {
        return inline.get() == 0 && (virtualThreads == null || virtualThreads.isTerminated());
    }

    /** The request as it is dispatched again to be cut: where the filter is not mapped to ASYNC, whoever looks at it fails in its place. */
    private static final class HandedOff extends HttpServletRequestWrapper {
        private final HttpServletResponse clientResponse;
        private final FailedRequests failedRequests;
        private volatile IOException failure;

        HandedOff(HttpServletRequest request, HttpServletResponse clientResponse, FailedRequests failedRequests) {
            super(request);
            this.clientResponse = clientResponse;
            this.failedRequests = failedRequests;
        }

        void fail(IOException cause) {
            failure = cause;
        }

        @Override
        public String getMethod() {
            if (failure == null) return super.getMethod();
            try {
                failedRequests.cut(clientResponse, failure);
            } catch (IOException e) {
                HandedOff.<RuntimeException>throwAsItIs(e);     // the container is quiet about this one alone, and servlets let it pass
            }
            throw new UncheckedIOException(failure);
        }

        @SuppressWarnings("unchecked")
        private static <E extends Exception> void throwAsItIs(IOException e) throws E {
            throw (E) (Exception) e;
        }
    }
}
