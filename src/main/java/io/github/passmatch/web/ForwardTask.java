package io.github.passmatch.web;

import io.github.passmatch.forward.ForwardedRequest;
import io.github.passmatch.upstream.reactor.Reactor;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Forwards one request, on the threads that {@link ThreadHandOff} provides. The thread that runs a method owns the request; after a wait without a thread has begun, a different thread does. */
final class ForwardTask {

    private final ThreadHandOff owner;
    private final HttpServletRequest clientRequest;
    private final HttpServletResponse clientResponse;
    private final ForwardedRequest work;
    private final int maxPending;
    private final Snapshot.Hold hold;
    private HandedOffRequest handedOff;
    private boolean isPending;

    ForwardTask(ThreadHandOff owner, HttpServletRequest clientRequest, HttpServletResponse clientResponse, ForwardedRequest work, int maxPending, Snapshot.Hold hold) {
        this.owner = owner;
        this.clientRequest = clientRequest;
        this.clientResponse = clientResponse;
        this.work = work;
        this.maxPending = maxPending;
        this.hold = hold;
    }

    /** Runs on the container's thread. */
    void begin(boolean keepsThread) throws IOException {
        boolean mayWait = !keepsThread && ThreadHandOff.mayWaitWithoutThread(clientRequest, clientResponse);
        boolean mustClose = true;
        try {
            if (mayWait && !beginPending()) {
                work.refuse(maxPending);
                return;
            }
            if (!work.prepare()) return;
            ForwardedRequest.Sent sent;
            do {
                if (mayWait && work.isQueued() && mayBeSentLater() && startAsync()) {
                    mustClose = false;
                    work.awaitConnection(this::sendOnWorker);
                    return;                                     // another thread owns the request now
                }
                if (mayWait && work.beginConnect() && startAsync()) {
                    mustClose = false;
                    work.awaitConnected(this::sendOnWorker);
                    return;
                }
                sent = work.send();
            } while (sent == ForwardedRequest.Sent.AGAIN);
            if (sent == ForwardedRequest.Sent.ANSWERED) return;
            if (!mayWait || !startAsync()) {
                work.answer();
                return;
            }
            mustClose = false;
        } finally {
            if (mustClose) close();
        }
        await();
    }

    /** Counts the request before it is sent: after that it cannot be refused any more. */
    private boolean beginPending() {
        isPending = owner.pending.incrementAndGet() <= maxPending;
        if (!isPending) owner.pending.decrementAndGet();
        return isPending;
    }

    private void endPending() {
        if (isPending) owner.pending.decrementAndGet();
        isPending = false;
    }

    /** Before JDK 21, requests that would occupy a worker thread for long wait on the container's thread, so that they cannot occupy all of them. */
    private boolean mayBeSentLater() {
        return owner.workers.areVirtual() || !work.needsThread();
    }

    private void sendOnWorker() {
        owner.workers.execute(this::sendLater);
    }

    /** The wait for a connection is over, or there is none yet. */
    private void sendLater() {
        ForwardedRequest.Sent sent;
        try {
            if (work.beginConnect()) {
                work.awaitConnected(this::sendOnWorker);
                return;
            }
            sent = work.send();
            if (sent == ForwardedRequest.Sent.AGAIN && work.isQueued()) {
                work.awaitConnection(this::sendOnWorker);
                return;
            }
        } catch (IOException | RuntimeException | Error e) {
            endWait(() -> {
                throw e;
            });
            return;
        }
        switch (sent) {
            case SENT -> await();
            case ANSWERED -> endWait(() -> { });
            case AGAIN -> sendOnWorker();
        }
    }

    /** Waits for the response without a thread, if possible. Another thread owns the request after that. */
    private void await() {
        if (!work.await(this::resume)) endWait(work::answer);
    }

    /** Runs on a selector thread of the server. */
    void beginOnSelector() {
        if (!startAsync()) {
            close();
            throw new IllegalStateException("the server does not continue " + clientRequest.getRequestURI() + " asynchronously");
        }
        if (!beginPending()) {
            owner.workers.execute(() -> endWait(() -> work.refuse(maxPending)));
            return;
        }
        switch (work.sendAtOnce()) {
            case SENT -> {
                if (!work.await(this::resume)) resume();
            }
            case ANSWERED -> endWait(() -> { });
            case CONNECTING -> work.awaitConnected(this::sendOnWorker);
            case QUEUED -> work.awaitConnection(this::sendOnWorker);
            case MAY_WAIT -> sendOnWorker();
        }
    }

    private boolean startAsync() {
        handedOff = HandedOffRequest.start(clientRequest, clientResponse, owner.failedRequests, this::stop, work::clientLeft);
        return handedOff != null;
    }

    /** Runs on a selector thread, or on the thread that has ended the wait. */
    private void resume() {
        boolean done = false;
        try {
            done = Reactor.isCurrent() && !owner.logIsFull.getAsBoolean() && work.answerAtOnce();
        } finally {
            if (!done) owner.workers.execute(() -> endWait(work::answer));
        }
        if (done) endWait(() -> { });
    }

    private void endWait(HandedOffRequest.Step last) {
        endPending();
        finish(last);
    }

    /** On a virtual thread, unless the container forbids that. */
    void handOff() throws IOException {
        if (startAsync()) {
            owner.workers.execute(() -> finish(this::forward));
            return;
        }
        try {
            forward();
        } finally {
            close();
        }
    }

    private void forward() throws IOException {
        if (work.prepare() && work.sendAndWait()) work.answer();
    }

    private void finish(HandedOffRequest.Step step) {
        handedOff.end(() -> {
            try {
                step.run();
            } finally {
                close();
            }
            if (owner.stopping) clientResponse.flushBuffer();      // a container that stops the webapp may not send what was only completed
        });
    }

    private void stop() {
        owner.stopping = true;
        work.abort();
    }

    private void close() {
        endPending();
        try (hold) {
            work.close();
        }
    }
}
