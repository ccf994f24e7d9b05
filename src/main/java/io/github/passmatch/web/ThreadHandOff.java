package io.github.passmatch.web;

import io.github.passmatch.forward.ForwardedRequest;
import io.github.passmatch.forward.answer.ErrorPage;
import io.github.passmatch.upstream.log.Loggers;
import io.github.passmatch.upstream.reactor.Reactor;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;

/**
 * Chooses the threads on which a request is forwarded. The container's thread sends the request and returns; a selector thread waits for the response, and passes it on if that needs no wait, else a
 * worker thread does. A request that must keep its thread has the container's thread while few requests are in flight, which is cheapest, and a virtual thread (JDK 21+) beyond that, so that slow
 * upstreams cannot occupy all threads of the container. Both need {@code async-supported}.
 */
final class ThreadHandOff implements AutoCloseable {

    /**
     * Half of the default threads of Tomcat and Jetty (200), so that the other half can accept requests. A hand-off is expensive: with 50, 512 clients of a fast
     * upstream cost a quarter more CPU on Tomcat; the difference between 100, 150 and 190 is below the measuring error.
     */
    static final int INLINE_LIMIT = 100;
    /** A container unloads the classes of a stopped webapp, but requests that send their last answer still need them. The time is limited, because some wait for a client. */
    private static final long CLOSE_WAIT_NANOS = 2_000_000_000L;
    /** Further requests keep their thread, so that the container's threads are their limit, and the heap is not used up by requests that wait. */
    private static final int MOST_WAITING = mostWaiting(Runtime.getRuntime().maxMemory());
    /** Bytes of heap for each request that waits without a thread; it uses 50 KB, and the application needs the rest. */
    private static final long HEAP_OF_WAITING = 128 * 1024;
    private static final boolean ASYNC = !"off".equalsIgnoreCase(System.getProperty("passmatch.async"));

    private static final Logger LOG = Loggers.of(ThreadHandOff.class);

    private final FailedRequests failedRequests;
    private final BooleanSupplier logIsFull;
    private final Workers workers = new Workers();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger inline = new AtomicInteger();
    private final AtomicBoolean warned = new AtomicBoolean();

    /** @param logIsFull whether a line of the access log would have to wait */
    ThreadHandOff(FailedRequests failedRequests, BooleanSupplier logIsFull) {
        this.failedRequests = failedRequests;
        this.logIsFull = logIsFull;
    }

    /**
     * Forwards a request: sends it here and lets the selector threads wait for its answer; or does all of it here, or on a virtual thread, which wait. Closes {@code work} when it is over,
     * which may be after this has returned.
     */
    void run(HttpServletRequest clientRequest, HttpServletResponse clientResponse, ForwardedRequest work, AutoCloseable hold) throws IOException {
        Task task = new Task(clientRequest, clientResponse, work, hold);
        int running = inline.incrementAndGet();
        boolean handed = false;
        try {
            handed = running > INLINE_LIMIT && mayHandOff(clientRequest);
            if (!handed) task.begin();
        } finally {
            inline.decrementAndGet();
        }
        if (handed) task.handOff();
    }

    private boolean mayHandOff(HttpServletRequest clientRequest) {
        if (!workers.areVirtual() || VirtualThreads.current()) return false;
        if (clientRequest.isAsyncSupported()) return true;
        if (warned.compareAndSet(false, true))
            LOG.warn("more than {} requests in flight, and async-supported is not true for this filter and all filters before it: the requests occupy the container's threads", INLINE_LIMIT);
        return false;
    }

    /** @param heap its largest size, bytes */
    static int mostWaiting(long heap) {
        return (int) Math.min(Integer.MAX_VALUE, heap / HEAP_OF_WAITING);
    }

    /** A filter that has wrapped one of them may expect the response to be whole when the chain returns. */
    private boolean mayWaitWithoutThread(HttpServletRequest clientRequest, HttpServletResponse clientResponse) {
        return ASYNC && waiting.get() < MOST_WAITING && clientRequest.isAsyncSupported() && clientRequest.getDispatcherType() == DispatcherType.REQUEST && !(clientRequest instanceof ServletRequestWrapper)
                && !(clientResponse instanceof ServletResponseWrapper);
    }

    /** One request that is forwarded. */
    private final class Task implements AsyncListener {
        private final HttpServletRequest clientRequest;
        private final HttpServletResponse clientResponse;
        private final ForwardedRequest work;
        private final AutoCloseable hold;
        private AsyncContext async;
        private volatile boolean ended;         // for the container
        private HandedOffRequest request;

        Task(HttpServletRequest clientRequest, HttpServletResponse clientResponse, ForwardedRequest work, AutoCloseable hold) {
            this.clientRequest = clientRequest;
            this.clientResponse = clientResponse;
            this.work = work;
            this.hold = hold;
        }

        /** Runs on the container's thread. */
        void begin() throws IOException {
            boolean over = true;
            try {
                if (!work.send()) return;
                if (!mayWaitWithoutThread(clientRequest, clientResponse) || !startAsync()) {
                    work.answer();
                    return;
                }
                over = false;
                waiting.incrementAndGet();
                if (work.await(this::resume)) return;       // another thread owns the request now
                waiting.decrementAndGet();
            } finally {
                if (over) close();
            }
            finish(work::answer);
        }

        /** Whether the container lets the request outlive the filter: Jetty refuses this for a path like {@code //[x]}, which it then cannot parse. */
        private boolean startAsync() {
            request = new HandedOffRequest(clientRequest, clientResponse, failedRequests);
            try {
                async = clientRequest.startAsync(request, clientResponse);
            } catch (IllegalArgumentException | IllegalStateException e) {
                LOG.debug("{} keeps its thread", clientRequest.getRequestURI(), e);
                return false;
            }
            async.setTimeout(0);
            async.addListener(this);
            return true;
        }

        /** Runs on a selector thread, or on a thread that ends waits. */
        private void resume() {
            boolean done = false;
            try {
                done = Reactor.isCurrent() && !logIsFull.getAsBoolean() && work.answerAtOnce();
            } finally {
                if (!done) workers.execute(this::answerLater);
            }
            if (!done) return;
            waiting.decrementAndGet();
            finish(() -> { });
        }

        private void answerLater() {
            waiting.decrementAndGet();
            finish(work::answer);
        }

        /** On a virtual thread, unless the container forbids that. */
        void handOff() throws IOException {
            if (startAsync()) {
                workers.execute(() -> finish(this::forward));
                return;
            }
            try {
                forward();
            } finally {
                close();
            }
        }

        private void forward() throws IOException {
            if (work.send()) work.answer();
        }

        private void finish(Step step) {
            try {
                try {
                    step.run();
                } finally {
                    close();
                }
                async.complete();
            } catch (IOException | RuntimeException | Error e) {
                fail(e);
            }
        }

        private void fail(Throwable failure) {
            if (ended) {
                LOG.debug("the container has ended the request before: the client has reset its stream, or the container stops", failure);
                return;
            }
            try {
                failedRequests.log(request, failure);
                if (failedRequests.mustCut(clientResponse, failure)) request.cut(async, failure);
                else sendErrorPage(async, clientResponse);
            } catch (RuntimeException e) {
                LOG.debug("the container has ended the request meanwhile", e);
            }
        }

        /** The client has reset its stream (HTTP/2), or its connection broke: the container takes the request and the response away when this returns. */
        @Override
        public void onError(AsyncEvent event) {
            ended = true;
            work.clientLeft();
        }

        @Override
        public void onComplete(AsyncEvent event) {
            ended = true;
        }

        @Override
        public void onTimeout(AsyncEvent event) { }

        @Override
        public void onStartAsync(AsyncEvent event) { }

        private void close() {
            try (hold) {
                work.close();
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }

    private static void sendErrorPage(AsyncContext async, HttpServletResponse clientResponse) {
        try {
            ErrorPage.send(clientResponse, 500);
        } catch (IOException e) {
            LOG.debug("the client is gone", e);
        } finally {
            async.complete();
        }
    }

    /** Stops the hand-off and waits until the requests in flight have ended, {@link #CLOSE_WAIT_NANOS} at most. Their exchanges must be aborted before. */
    @Override
    public void close() {
        workers.close();
        long end = System.nanoTime() + CLOSE_WAIT_NANOS;
        while ((inline.get() > 0 || waiting.get() > 0) && System.nanoTime() - end < 0 && !Thread.currentThread().isInterrupted()) LockSupport.parkNanos(1_000_000);
        workers.await(end);
    }
}
