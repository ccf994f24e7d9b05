package io.github.passmatch.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.regex.Pattern;

/** What one logger says, from now until this is closed. */
public final class LogLines implements AutoCloseable {

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Logger logger;
    private final Handler handler = new Handler() {
        private final SimpleFormatter formatter = new SimpleFormatter();

        @Override
        public void publish(LogRecord line) {
            lines.add(formatter.formatMessage(line));
        }

        @Override
        public void flush() { }

        @Override
        public void close() { }
    };

    public LogLines(String name) {
        logger = Logger.getLogger(name);
        logger.addHandler(handler);
    }

    /** The same, and nobody else hears them. */
    public static LogLines only(String name) {
        LogLines lines = new LogLines(name);
        lines.logger.setUseParentHandlers(false);
        return lines;
    }

    /** Waits for so many lines; fails if they do not come within ten seconds, or if there are more. */
    public List<String> await(int count) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (lines.size() < count && System.nanoTime() - end < 0) LockSupport.parkNanos(1_000_000);
        if (lines.size() != count) throw new AssertionError(lines.size() + " lines instead of " + count + ": " + lines);
        return lines();
    }

    /** What it has said so far. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    /** Waits for a line in which {@code expression} is found; fails with all lines if there is none within ten seconds. */
    public void await(String expression) {
        Pattern pattern = Pattern.compile(expression);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (System.nanoTime() - end < 0) {
            if (lines.stream().anyMatch(line -> pattern.matcher(line).find())) return;
            LockSupport.parkNanos(1_000_000);
        }
        throw new AssertionError("no line with \"" + expression + "\" in " + lines);
    }

    @Override
    public void close() {
        logger.removeHandler(handler);
        logger.setUseParentHandlers(true);
    }
}
