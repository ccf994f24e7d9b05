package io.github.passmatch.run.process;

import static java.util.logging.Level.FINE;
import static java.util.logging.Level.FINEST;
import static java.util.logging.Level.INFO;
import static java.util.logging.Level.SEVERE;
import static java.util.logging.Level.WARNING;

import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** Passes the lines of one SLF4J logger to {@code java.util.logging}. */
final class StandaloneLogger extends LegacyAbstractLogger {

    private static final long serialVersionUID = 1L;

    private final transient Logger logger;

    StandaloneLogger(String name) {
        this.name = name;
        this.logger = Logger.getLogger(name.equals(ROOT_LOGGER_NAME) ? "" : name);
    }

    @Override
    public boolean isTraceEnabled() {
        return logger.isLoggable(FINEST);
    }

    @Override
    public boolean isDebugEnabled() {
        return logger.isLoggable(FINE);
    }

    @Override
    public boolean isInfoEnabled() {
        return logger.isLoggable(INFO);
    }

    @Override
    public boolean isWarnEnabled() {
        return logger.isLoggable(WARNING);
    }

    @Override
    public boolean isErrorEnabled() {
        return logger.isLoggable(SEVERE);
    }

    @Override
    protected void handleNormalizedLoggingCall(Level level, Marker marker, String message, Object[] arguments, Throwable thrown) {
        FatalErrors.endProcessIfOutOfMemory(thrown);        // much code that catches every exception only logs it
        LogRecord logged = new LogRecord(switch (level) {
            case TRACE -> FINEST;
            case DEBUG -> FINE;
            case INFO -> INFO;
            case WARN -> WARNING;
            case ERROR -> SEVERE;
        }, MessageFormatter.basicArrayFormat(message, arguments));
        logged.setLoggerName(name);
        logged.setSourceClassName(null);        // a value that was set, also null, prevents the search in the stack
        logged.setThrown(thrown);
        logger.log(logged);
    }

    @Override
    protected String getFullyQualifiedCallerName() {
        return null;
    }
}
