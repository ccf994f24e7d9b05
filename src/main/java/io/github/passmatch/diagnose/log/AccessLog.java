package io.github.passmatch.diagnose.log;

import io.github.passmatch.rules.server.AccessLogFormat;
import io.github.passmatch.upstream.log.Loggers;
import io.github.passmatch.upstream.outcome.FinishedExchange;
import io.github.passmatch.upstream.time.BackgroundThread;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import org.slf4j.Logger;

/**
 * Writes one line for each exchange ({@code PassmatchAccessLog}). A thread of this class writes the lines, a hundred times a second, because some
 * logging libraries walk through the caller's whole stack for each line, and the stack of a request is deep. No line is lost: if the queue is
 * full, the thread of the request writes the line itself.
 */
public final class AccessLog implements AutoCloseable {

    private static final String NAME = "passmatch.access";
    private static final Logger LOG = Loggers.of(NAME);
    private static final Logger FAULTS = Loggers.of(AccessLog.class);
    private static final int QUEUE = 4096;
    private static final int BATCH = 256;
    private static final long PERIOD_NANOS = 10_000_000L;

    private final ArrayBlockingQueue<FinishedExchange> queue = new ArrayBlockingQueue<>(QUEUE);
    private volatile boolean on;
    private volatile boolean json;
    private volatile boolean closed;
    private BackgroundThread writer;    // null until the log is switched on

    /** Sets the form of the lines from now on. */
    public synchronized void setForm(AccessLogFormat how) {
        on = how != AccessLogFormat.OFF;
        if (!on) return;        // lines in the queue keep their form
        json = how == AccessLogFormat.JSON;
        if (writer != null) return;
        writer = new BackgroundThread("passmatch-access", this::drainAndRest);
        writer.start();
    }

    public void log(FinishedExchange exchange) {
        if (!on || !LOG.isInfoEnabled()) return;
        if (!queue.offer(exchange)) write(exchange);
        else if (closed) drain();
    }

    /** Whether the next line would be written by the thread that has it. */
    public boolean isFull() {
        return on && queue.remainingCapacity() == 0;
    }

    private long drainAndRest() {
        drain();
        return PERIOD_NANOS;
    }

    private void drain() {
        List<FinishedExchange> some = new ArrayList<>();
        while (queue.drainTo(some, BATCH) > 0) {
            some.forEach(this::write);
            some.clear();
        }
        flush();
    }

    /** If SLF4J writes to java.util.logging, a handler may buffer lines. */
    private static void flush() {
        Optional.ofNullable(LogManager.getLogManager().getLogger(NAME)).ifPresent(logger -> Arrays.stream(logger.getHandlers()).forEach(Handler::flush));
    }

    private void write(FinishedExchange exchange) {
        try {
            LOG.info(json ? ExchangeJson.of(exchange) : ExchangeText.of(exchange));      // without parameters, so that the logging library does not look for braces
        } catch (RuntimeException e) {
            FAULTS.error("a line of the access log could not be written", e);
        }
    }

    /** Writes the remaining lines and ends the thread. */
    @Override
    public synchronized void close() {
        closed = true;
        if (writer == null) return;
        writer.close();
        drain();
    }
}
