package io.github.passmatch.upstream.log;

import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.helpers.NOPLoggerFactory;

/**
 * Creates all loggers: of SLF4J, or, in an application without an SLF4J provider, loggers that write to the log of the container. This is
 * decided once, when a logger is created.
 */
public final class Loggers {

    private static volatile BiConsumer<String, Throwable> container = (line, cause) -> { };

    private Loggers() { }

    /** The logger with the name of a class. */
    public static Logger of(Class<?> type) {
        return of(type.getName());
    }

    /** The logger with this name. */
    public static Logger of(String name) {
        return hasProvider() ? LoggerFactory.getLogger(name) : new ContainerLogger(name);
    }

    /** Whether the application has an SLF4J provider. */
    public static boolean hasProvider() {
        return !(LoggerFactory.getILoggerFactory() instanceof NOPLoggerFactory);
    }

    /** @param log writes to the log of the container, and is used from now on if there is no provider; its second argument is null if nothing was thrown */
    public static void fallBackTo(BiConsumer<String, Throwable> log) {
        container = log;
    }

    /** Writes INFO and above to the log of the container. */
    private static final class ContainerLogger extends LegacyAbstractLogger {
        private static final long serialVersionUID = 1L;

        private ContainerLogger(String name) {
            this.name = name;
        }

        @Override
        protected void handleNormalizedLoggingCall(Level level, Marker marker, String message, Object[] arguments, Throwable cause) {
            container.accept(level + " " + name + ": " + MessageFormatter.basicArrayFormat(message, arguments), cause);
        }

        @Override
        protected String getFullyQualifiedCallerName() {
            return null;
        }

        @Override
        public boolean isTraceEnabled() {
            return false;
        }

        @Override
        public boolean isDebugEnabled() {
            return false;
        }

        @Override
        public boolean isInfoEnabled() {
            return true;
        }

        @Override
        public boolean isWarnEnabled() {
            return true;
        }

        @Override
        public boolean isErrorEnabled() {
            return true;
        }
    }
}
