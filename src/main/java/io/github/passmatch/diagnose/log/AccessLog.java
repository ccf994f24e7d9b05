package io.github.passmatch.diagnose.log;

import io.github.passmatch.rules.server.AccessLines;
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
 * {@code PassmatchAccessLog}: one line for each exchange. Where it goes is the logging's business, but not on whose time: the lines are
 * written by a thread of their own a hundred times a second, because some loggings look through the caller's whole stack for each line,
 * and a request's stack is deep. No line is lost: who finds the queue full writes his himself.
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
    private BackgroundThread writer;    // null until there is something to write

    /** From now on, lines are written so. */
    public synchronized void write(AccessLines how) {
        on = how != AccessLines.OFF;
        if (!on) return;        // what is in the queue is written as it was
        json = how == AccessLines.JSON;
        if (writer != null) return;
        writer = new BackgroundThread("passmatch-access", this::drainAndRest);
        writer.start();
    }

    public void tell(FinishedExchange exchange) {
        if (!on || !LOG.isInfoEnabled()) return;
        if (!queue.offer(exchange)) log(exchange);
        else if (closed) drain();
    }

    private long drainAndRest() {
        drain();
        return PERIOD_NANOS;
    }

    private void drain() {
        List<FinishedExchange> some = new ArrayList<>();
        while (queue.drainTo(some, BATCH) > 0) {
            some.forEach(this::log);
            some.clear();
        }
        flush();
    }

    /** Where SLF4J leads to java.util.logging, there may be a handler that collects lines. */
    private static void flush() {
        Optional.ofNullable(LogManager.getLogManager().getLogger(NAME)).ifPresent(logger -> Arrays.stream(logger.getHandlers()).forEach(Handler::flush));
    }

    private void log(FinishedExchange exchange) {
        try {
            LOG.info(json ? ExchangeJson.of(exchange) : ExchangeText.of(exchange));      // without parameters: no logging shall look for braces in it
        } catch (RuntimeException e) {
            FAULTS.error("a line of the access log could not be written", e);
        }
    }

    /** Writes what is left and ends the thread. */
    @Override
    public synchronized void close() {
        closed = true;
        if (writer == null) return;
        writer.close();
        drain();
    }
}
