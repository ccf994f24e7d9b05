package io.github.passmatch.web;

import io.github.passmatch.forward.ForwardedRequest;
import io.github.passmatch.upstream.log.Loggers;
import io.github.passmatch.upstream.reactor.Reactor;
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
 * Chooses the threads on which a request is forwarded. The container's thread sends the request and returns; a selector thread waits for the response. In {@code java -jar} these two are one: see {@link ForwardTask#beginOnSelector}. The selector thread also passes the response
 * on if that needs no wait; otherwise a worker thread does. A request that must keep its thread uses the container's thread while few requests are in flight, which is cheapest, and otherwise a
 * virtual thread (JDK 21+), so that slow upstreams cannot occupy all threads of the container. Both need {@code async-supported}.
 */
final class ThreadHandOff implements AutoCloseable {

    /**
     * Half of the default threads of Tomcat and Jetty (200), so that the other half can accept requests. A hand-off is expensive: with 50, 512 clients of a fast
     * upstream cost a quarter more CPU on Tomcat; the difference between 100, 150 and 190 is below the measuring error.
     */
    static final int INLINE_LIMIT = 100;
    /** A container unloads the classes of a stopped webapp, but requests that are still being answered need the classes. The time is limited, because some requests wait for a client. */
    static final long CLOSE_WAIT_NANOS = 2_000_000_000L;

    private static final Logger LOG = Loggers.of(ThreadHandOff.class);

    final FailedRequests failedRequests;
    final BooleanSupplier logIsFull;
    final Workers workers = new Workers();
    final AtomicInteger pending = new AtomicInteger();      // requests that wait without a thread, or are sent before that
    private final AtomicInteger inline = new AtomicInteger();
    volatile boolean stopping;
    private final AtomicBoolean warned = new AtomicBoolean();

    /** @param logIsFull whether a line of the access log would have to wait */
    ThreadHandOff(FailedRequests failedRequests, BooleanSupplier logIsFull) {
        this.failedRequests = failedRequests;
        this.logIsFull = logIsFull;
    }

    /**
     * Forwards a request. Either the calling thread sends the request, and a selector thread waits for the response; or the calling thread, or a virtual thread, does both. Closes {@code work} when the
     * request has ended, which may be after this method has returned.
     *
     * @param maxPending how many requests may wait without a thread; further ones are answered 503
     */
    void run(HttpServletRequest clientRequest, HttpServletResponse clientResponse, ForwardedRequest work, int maxPending, Snapshot.Hold hold) throws IOException {
        ForwardTask task = new ForwardTask(this, clientRequest, clientResponse, work, maxPending, hold);
        work.continueOn(workers);
        if (Reactor.isCurrent()) {
            task.beginOnSelector();
            return;
        }
        int running = inline.incrementAndGet();
        boolean onVirtualThread = false;
        try {
            boolean keepsThread = work.keepsThread();
            onVirtualThread = running > INLINE_LIMIT && !keepsThread && mayHandOff(clientRequest);
            if (!onVirtualThread) task.begin(keepsThread);
        } finally {
            inline.decrementAndGet();
        }
        if (onVirtualThread) task.handOff();
    }

    /** Does a step that may wait: on the calling thread, unless that is a selector thread. */
    void onWaitingThread(HttpServletRequest clientRequest, HttpServletResponse clientResponse, HandedOffRequest.Step step) throws IOException {
        if (!Reactor.isCurrent()) {
            step.run();
            return;
        }
        HandedOffRequest handedOff = HandedOffRequest.start(clientRequest, clientResponse, failedRequests, () -> { }, () -> { });
        if (handedOff == null) throw new IllegalStateException("the server does not continue " + clientRequest.getRequestURI() + " asynchronously");
        pending.incrementAndGet();
        workers.execute(() -> {
            pending.decrementAndGet();
            handedOff.end(step);
        });
    }

    private boolean mayHandOff(HttpServletRequest clientRequest) {
        if (!workers.areVirtual() || VirtualThreads.current()) return false;
        if (clientRequest.isAsyncSupported()) return true;
        if (warned.compareAndSet(false, true))
            LOG.warn("more than {} requests in flight, and async-supported is not true for this filter and all filters before it: the requests occupy the container's threads", INLINE_LIMIT);
        return false;
    }

    /** How many requests wait without a thread. */
    int pending() {
        return pending.get();
    }

    /** A filter that has wrapped the request or the response may expect the response to be complete when the chain returns. */
    static boolean mayWaitWithoutThread(HttpServletRequest clientRequest, HttpServletResponse clientResponse) {
        return Reactor.isEnabled() && clientRequest.isAsyncSupported() && clientRequest.getDispatcherType() == DispatcherType.REQUEST && !(clientRequest instanceof ServletRequestWrapper)
                && !(clientResponse instanceof ServletResponseWrapper);
    }

    /** The webapp is about to be stopped. To be called before the exchanges are aborted. */
    void beginStop() {
        stopping = true;
    }

    /** Stops the hand-off and waits until the requests in flight have ended, {@link #CLOSE_WAIT_NANOS} at most. The exchanges must have been aborted before. */
    @Override
    public void close() {
        workers.close();
        long end = System.nanoTime() + CLOSE_WAIT_NANOS;
        awaitUntil(end, () -> inline.get() == 0 && pending.get() == 0);
        workers.await(end);
    }

    /** Waits until {@code over}, or until {@code end}, or until interrupted. */
    static void awaitUntil(long end, BooleanSupplier over) {
        while (!over.getAsBoolean() && System.nanoTime() - end < 0 && !Thread.currentThread().isInterrupted()) LockSupport.parkNanos(1_000_000);
    }
}
