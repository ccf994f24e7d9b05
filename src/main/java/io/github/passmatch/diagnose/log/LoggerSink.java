package io.github.passmatch.diagnose.log;

import io.github.passmatch.upstream.log.Loggers;
import java.util.Arrays;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import org.slf4j.Logger;

/** Writes the lines of {@code PassmatchAccessLog} to the logger {@code passmatch.access}. */
final class LoggerSink implements LogSink {

    private static final String NAME = "passmatch.access";
    private static final Logger LOG = Loggers.of(NAME);

    @Override
    public boolean isOn() {
        return LOG.isInfoEnabled();
    }

    @Override
    public void write(String line, boolean isText) {
        LOG.info(line);      // without parameters, so that the logging library does not look for braces
    }

    /** If SLF4J writes to java.util.logging, a handler may buffer lines. */
    @Override
    public void flush() {
        Optional.ofNullable(LogManager.getLogManager().getLogger(NAME)).ifPresent(logger -> Arrays.stream(logger.getHandlers()).forEach(Handler::flush));
    }
}
