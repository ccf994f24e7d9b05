package io.github.passmatch.run.server;

import io.github.passmatch.upstream.log.LineLimit;
import io.github.passmatch.upstream.outcome.CauseWords;
import io.github.passmatch.upstream.outcome.Descriptors;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Filter;
import java.util.logging.LogRecord;

/**
 * Bounds what the HTTP server logs, much of which clients can provoke: each kind of line at most once in ten seconds, with the count of those left out. What is an I/O
 * error is told in words; of others the first keeps its stack trace.
 */
final class ServerLines implements Filter {

    static final String SERVER = "org.eclipse.jetty.";
    /** More kinds than that are one. */
    private static final int MOST_KINDS = 200;

    private final Map<String, LineLimit> limits = new ConcurrentHashMap<>();

    @Override
    public boolean isLoggable(LogRecord line) {
        return line.getLoggerName() == null || !line.getLoggerName().startsWith(SERVER) || isLoggable(line, System.nanoTime());
    }

    private boolean isLoggable(LogRecord line, long nanos) {
        String kind = line.getLoggerName() + line.getLevel() + (line.getThrown() == null ? "" : line.getThrown().getClass().getName());
        LineLimit limit = limits.computeIfAbsent(limits.size() < MOST_KINDS ? kind : "", any -> new LineLimit());
        long count = limit.event(nanos);
        if (count == 0) return false;
        String why = "";
        if (line.getThrown() != null && Descriptors.ranOut(line.getThrown())) why = ": " + Descriptors.words();
        else if (line.getThrown() instanceof IOException) why = ": " + CauseWords.of(line.getThrown());
        if (!why.isEmpty() || count > 1) line.setThrown(null);
        line.setMessage(line.getMessage() + why + LineLimit.times(count));
        return true;
    }
}
