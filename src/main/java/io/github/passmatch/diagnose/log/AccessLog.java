package io.github.passmatch.diagnose.log;

import io.github.passmatch.rules.log.CustomLog;
import io.github.passmatch.rules.log.LogDestination;
import io.github.passmatch.rules.server.AccessLogFormat;
import io.github.passmatch.rules.server.ProxyConfig;
import io.github.passmatch.rules.server.ServerConfig;
import io.github.passmatch.upstream.log.LineLimit;
import io.github.passmatch.upstream.log.Loggers;
import io.github.passmatch.upstream.outcome.FinishedExchange;
import io.github.passmatch.upstream.reactor.Reactor;
import io.github.passmatch.upstream.time.BackgroundThread;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;

/**
 * Writes the lines of {@code PassmatchAccessLog} and {@code CustomLog}. A thread of this class writes them, a hundred times a second, because a disk may be slow, and some
 * logging libraries walk through the caller's whole stack for each line. If the queue is full, the thread of the request writes the line itself; a selector thread must not wait, so its
 * line is lost, and counted.
 */
public final class AccessLog implements AutoCloseable {

    private static final Logger FAULTS = Loggers.of(AccessLog.class);
    private static final int QUEUE = 4096;
    private static final int BATCH = 256;
    private static final long PERIOD_NANOS = 10_000_000L;

    /** @param line null: made from the exchange, in the form {@code whole} */
    private record Entry(LogSink sink, FinishedExchange exchange, CustomLog.Whole whole, String line) {
        void write() throws IOException {
            if (line != null) sink.write(line, false);
            else sink.write(whole == CustomLog.Whole.JSON ? ExchangeJson.of(exchange) : ExchangeText.of(exchange), true);
        }
    }

    private final ArrayBlockingQueue<Entry> queue = new ArrayBlockingQueue<>(QUEUE);
    private final LogSink logger = new LoggerSink();
    private final AtomicLong lost = new AtomicLong();
    private final LineLimit limit = new LineLimit();
    private volatile CustomLog.Whole form;          // of PassmatchAccessLog; null: off
    private volatile Map<LogDestination, LogSink> sinks = Map.of();
    private volatile ProxyConfig config;           // null: none is in force yet
    private volatile boolean closed;
    private BackgroundThread writer;    // null until there is a log

    /**
     * Opens the files of a configuration that is not in force yet.
     *
     * @throws IOException if files cannot be written; the message names all of them
     */
    public synchronized void open(ProxyConfig config) throws IOException {
        Map<LogDestination, LogSink> next = new LinkedHashMap<>(sinks);
        List<String> failures = new ArrayList<>();
        List<LogSink> opened = new ArrayList<>();
        for (CustomLog log : logsOf(config)) {
            if (next.containsKey(log.destination())) continue;
            FileSink sink = new FileSink(log.destination());
            next.put(log.destination(), sink);
            try {
                sink.open();
                opened.add(sink);
            } catch (IOException e) {
                failures.add(log.place() + ": the log cannot be written: " + e.getMessage());
            }
        }
        if (!failures.isEmpty()) {
            opened.forEach(LogSink::retire);
            throw new IOException(String.join("\n", failures));
        }
        sinks = next;
    }

    private static List<CustomLog> logsOf(ProxyConfig config) {
        return config.servers().stream().map(ServerConfig::settings).flatMap(settings -> settings.logs().stream()).toList();
    }

    /** This configuration is in force from now on. Its files were opened. */
    public synchronized void use(ProxyConfig config) {
        this.config = config;
        setForm(config.accessLines());
        Map<LogDestination, LogSink> used = new LinkedHashMap<>();
        for (CustomLog log : logsOf(config)) used.put(log.destination(), sinks.get(log.destination()));
        Map<LogDestination, LogSink> before = sinks;
        sinks = used;
        before.forEach((destination, sink) -> {
            if (!used.containsKey(destination)) sink.retire();
        });
        if (!used.isEmpty()) start();
    }

    /** Sets the form of the lines of {@code PassmatchAccessLog} from now on. Lines in the queue keep their form. */
    synchronized void setForm(AccessLogFormat how) {
        form = switch (how) {
            case OFF -> null;
            case TEXT -> CustomLog.Whole.TEXT;
            case JSON -> CustomLog.Whole.JSON;
        };
        if (form != null) start();
    }

    private void start() {
        if (writer != null) return;
        writer = new BackgroundThread("passmatch-access", this::drainAndRest);
        writer.start();
    }

    /** A line of {@code PassmatchAccessLog}. */
    public void log(FinishedExchange exchange) {
        CustomLog.Whole whole = form;
        if (whole != null && logger.isOn()) log(new Entry(logger, exchange, whole, null));
    }

    /**
     * A line of {@code CustomLog}.
     *
     * @param line a byte string; null: the form is that of {@code PassmatchAccessLog}
     */
    public void log(CustomLog log, FinishedExchange exchange, String line) {
        LogSink sink = sinks.get(log.destination());
        if (sink == null) sink = new FileSink(log.destination());       // of a request that began before a reload
        if (!sinks.containsKey(log.destination())) sink.retire();
        log(new Entry(sink, exchange, log.form() instanceof CustomLog.Whole whole ? whole : null, line));
    }

    /** A request that the server around the filter has answered. */
    public void logServerAnswer(FinishedExchange exchange) {
        ProxyConfig present = config;
        if (present != null && !present.main().settings().logs().isEmpty()) ServerAnswer.log(exchange, present, this);
    }

    private void log(Entry entry) {
        if (queue.offer(entry)) {
            if (closed) drain();
        } else if (Reactor.isCurrent()) {
            lost(1, "the queue is full: the disk, or the reader of the output, is too slow");
        } else {
            write(entry);
        }
    }

    /** Whether the next line would be written by the thread that has it. */
    public boolean isFull() {
        return queue.remainingCapacity() == 0;
    }

    /** The number of lines that could not be written. */
    public long lost() {
        return lost.get();
    }

    private void lost(Exception e) {
        lost(e instanceof LostLines lines ? lines.count() : 1, e instanceof LostLines ? e.getMessage() : e.toString());
    }

    private void lost(long lines, String why) {
        lost.addAndGet(lines);
        long count = limit.event(System.nanoTime());
        if (count > 0) FAULTS.error("lines of the access log are lost: {}{}", why, LineLimit.times(count));
    }

    private long drainAndRest() {
        drain();
        return PERIOD_NANOS;
    }

    private void drain() {
        List<Entry> some = new ArrayList<>();
        while (queue.drainTo(some, BATCH) > 0) {
            some.forEach(this::write);
            some.forEach(entry -> flush(entry.sink));
            some.clear();
        }
        flush(logger);
        sinks.values().forEach(this::flush);
    }

    private void flush(LogSink sink) {
        try {
            sink.flush();
        } catch (IOException | RuntimeException e) {
            lost(e);
        }
    }

    private void write(Entry entry) {
        try {
            entry.write();
        } catch (IOException | RuntimeException e) {
            lost(e);
        }
    }

    /** Writes the remaining lines and ends the thread. */
    @Override
    public synchronized void close() {
        closed = true;
        if (writer != null) {
            writer.close();
            drain();
        }
        sinks.values().forEach(LogSink::retire);
    }
}
