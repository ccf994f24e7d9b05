package io.github.passmatch.run.process;

import io.github.passmatch.upstream.log.LineLimit;
import io.github.passmatch.upstream.outcome.CauseWords;
import io.github.passmatch.upstream.outcome.Descriptors;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Filter;
import java.util.logging.LogRecord;

/**
 * Limits the log lines of the HTTP server, many of which clients can cause: each kind of line at most once in ten seconds, with the number of suppressed lines. I/O
 * errors are described in words; for other exceptions, the first line keeps the stack trace.
 */
final class ServerLines implements Filter {

    static final String SERVER = "org.eclipse.jetty.";
    /** Further kinds share one limit. */
    private static final int MAX_KINDS = 200;

    private final Map<String, LineLimit> limits = new ConcurrentHashMap<>();

    @Override
    public boolean isLoggable(LogRecord line) {
        return line.getLoggerName() == null || !line.getLoggerName().startsWith(SERVER) || isLoggable(line, System.nanoTime());
    }

    private boolean isLoggable(LogRecord line, long nanos) {
        String kind = line.getLoggerName() + line.getLevel() + (line.getThrown() == null ? "" : line.getThrown().getClass().getName());
        LineLimit limit = limits.computeIfAbsent(limits.size() < MAX_KINDS ? kind : "", any -> new LineLimit());
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
