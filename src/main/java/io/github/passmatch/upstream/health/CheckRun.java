package io.github.passmatch.upstream.health;

import io.github.passmatch.rules.health.CheckResult;
import io.github.passmatch.rules.health.CheckedResponse;
import io.github.passmatch.rules.health.HealthMethod;
import io.github.passmatch.upstream.connect.ConnectProgress;
import io.github.passmatch.upstream.connect.Connector;
import io.github.passmatch.upstream.log.Loggers;
import io.github.passmatch.upstream.outcome.CauseWords;
import io.github.passmatch.upstream.outcome.Phase;
import io.github.passmatch.upstream.outcome.UpstreamFailure;
import io.github.passmatch.upstream.reactor.ConnectWait;
import io.github.passmatch.upstream.reactor.Reactor;
import io.github.passmatch.upstream.reactor.Waiter;
import io.github.passmatch.upstream.reactor.WatchedChannel;
import io.github.passmatch.upstream.time.Guard;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.hc.core5.http.HttpException;
import org.slf4j.Logger;

/**
 * One check, on a connection of its own. One thread at a time runs its steps: the thread that starts it, a selector thread, or a thread that may wait. The guard ends the check on any thread, by
 * closing the connection.
 */
final class CheckRun {

    private static final Logger LOG = Loggers.of(HealthChecks.class);

    private final CheckTarget target;
    private final HealthMethod method;
    private final Reactor reactor;
    private final Executor waiting;
    private final Guard guard;
    private final Consumer<Optional<CheckResult>> done;
    private final ConnectProgress progress;
    private final AtomicBoolean finished = new AtomicBoolean();
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final byte[] buffer = new byte[4096];
    private volatile boolean onThread;
    private volatile ConnectWait connecting;
    private volatile WatchedChannel watched;
    private Socket socket;      // null until connected
    private boolean sent;

    /**
     * @param waiting runs steps that may wait
     * @param guard   limits the whole check
     * @param done    receives the result, on any thread; empty if the member was not really checked: the proxy stops, or has no file descriptor left
     */
    CheckRun(CheckTarget target, Reactor reactor, Executor waiting, Guard guard, Consumer<Optional<CheckResult>> done) {
        this.target = target;
        this.method = target.check().method();
        this.reactor = reactor;
        this.waiting = waiting;
        this.guard = guard;
        this.done = done;
        this.progress = new ConnectProgress(guard);
    }

    /** Begins the check, and does not wait. */
    void start() {
        guard.endBy(this::abort);
        step(() -> {
            if (target.connector().beginsAtOnce(target.route())) connect(false);
            else waiting.execute(() -> step(this::connectOnWaitingThread));
        });
    }

    /** A part of the check, which runs until something has to be awaited. */
    private interface Step {
        void run() throws IOException, HttpException;
    }

    private void step(Step step) {
        try {
            step.run();
        } catch (IOException e) {
            fail(e);
        } catch (HttpException e) {
            finish(CheckResult.failed("bad response: " + CauseWords.of(e)));
        } catch (RuntimeException | Error e) {
            LOG.error("a health check failed by a fault of the proxy", e);
            end(Optional.empty());
        }
    }

    private void connectOnWaitingThread() throws IOException, HttpException {
        onThread = true;
        connect(true);
    }

    private void connect(boolean mayWait) throws IOException, HttpException {
        if (target.connector().beginConnect(target.route(), progress)) awaitConnected();
        else if (progress.hasBegun() || mayWait) connected();
        else waiting.execute(() -> step(this::connected));
    }

    private void awaitConnected() {
        ConnectWait wait = new ConnectWait(progress.channel(), () -> step(this::connected));
        guard.arm(target.connectTimeout().toNanos());       // connected() ends this wait
        connecting = wait;
        if (guard.ended()) wait.end();
        else reactor.begin(wait);
    }

    private void connected() throws IOException, HttpException {
        socket = target.connector().open(target.route(), progress);
        if (!method.asks()) finish(CheckResult.passed("connected"));
        else if (target.isPlain()) ask(socket.getChannel());
        else askAndWait();
    }

    /** Sends the request, which fits into the send buffer of a new connection, and waits without a thread. */
    private void ask(SocketChannel channel) throws IOException, HttpException {
        channel.configureBlocking(false);
        ByteBuffer request = ByteBuffer.wrap(target.request());
        while (request.hasRemaining()) if (channel.write(request) == 0) throw new IOException("the request cannot be sent at once");
        sent = true;
        watched = reactor.watch(channel, null, () -> { });
        if (guard.ended()) watched.closed();
        receive();
    }

    private void receive() throws IOException, HttpException {
        while (!watched.await(new ResponseWaiter())) if (take()) return;
    }

    /** Takes what was received. Returns whether the check has ended. */
    private boolean take() throws IOException, HttpException {
        int read;
        while ((read = watched.take(buffer, 0, buffer.length)) > 0) {
            received.write(buffer, 0, read);
            if (judge(false)) return true;      // what comes after a complete response does not matter, for example a reset
        }
        return read < 0 && judge(true);
    }

    private final class ResponseWaiter implements Waiter {
        @Override
        public boolean isEnough(byte[] bytes, int offset, int length) {
            return received.size() > 0 || ReceivedCheckResponse.isEnough(bytes, offset, length, method);
        }

        @Override
        public void resume() {
            step(() -> {
                if (!take()) receive();
            });
        }
    }

    private void askAndWait() throws IOException, HttpException {
        socket.getOutputStream().write(target.request());
        socket.getOutputStream().flush();
        sent = true;
        InputStream in = socket.getInputStream();
        int read;
        do {
            read = in.read(buffer);
            if (read > 0) received.write(buffer, 0, read);
        } while (!judge(read < 0));
    }

    private boolean judge(boolean ended) throws IOException, HttpException {
        byte[] bytes = received.toByteArray();
        Optional<CheckedResponse> response = ReceivedCheckResponse.read(bytes, 0, bytes.length, ended, method);
        response.ifPresent(whole -> finish(target.check().judge(whole, target.route().authority())));
        return response.isPresent();
    }

    private void fail(IOException e) {
        Phase phase = sent ? Phase.HEAD : socket == null ? progress.phase() : Phase.SEND;
        if (guard.endedBy(Guard.Cause.SHUT_DOWN) || !sent && Connector.kindOf(phase, e) == UpstreamFailure.Kind.NO_DESCRIPTOR) end(Optional.empty());
        else if (guard.ended()) finish(CheckResult.failed("time limit while " + (sent && received.size() > 0 ? Phase.BODY.doing() : phase.doing())));
        else finish(CheckResult.failed("failed while " + phase.doing() + ": " + CauseWords.of(e)));
    }

    private void finish(CheckResult result) {
        end(guard.endedBy(Guard.Cause.SHUT_DOWN) ? Optional.empty() : Optional.of(result));
    }

    private void end(Optional<CheckResult> result) {
        if (!finished.compareAndSet(false, true)) return;
        try {
            if (socket != null) socket.close();
        } catch (IOException e) {
            // The connection is over in both cases.
        }
        progress.abort();
        if (watched != null) watched.closed();
        guard.close();
        done.accept(result);
    }

    /** Called by the guard. Every step that waits ends; a look-up of a name cannot be ended, so the check does not wait for it. */
    private void abort() {
        progress.abort();
        if (progress.phase() == Phase.RESOLVE && connecting == null) {
            if (onThread) finish(CheckResult.failed("time limit while " + Phase.RESOLVE.doing()));
            else end(Optional.empty());         // all threads are busy
        }
        if (connecting != null) connecting.end();
        if (watched != null) watched.closed();
    }
}
