package io.github.passmatch.run.process;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;

/**
 * Configures logging in {@code java -jar} mode: one line for each record, on standard error. A {@code java.util.logging.config.file} of the user
 * replaces this configuration.
 *
 * <p>Extends {@link LogManager} because the default log manager closes all handlers when the shutdown begins, so that log lines of a draining
 * server would be lost.
 */
public final class StandaloneLogging extends LogManager {

    /** The system property with the name of the log manager; a constant, so that using it does not initialise this class. The context class loader must be able to load this class. */
    public static final String MANAGER_PROPERTY = "java.util.logging.manager";

    /** The name of the logger for the access log. */
    private static final String ACCESS = "passmatch.access";

    private volatile boolean keepOpen;

    /** Called by the JDK, by the name in {@code java.util.logging.manager}. */
    public StandaloneLogging() { }

    /** The JDK creates the log manager when this class is initialised, so {@link #MANAGER_PROPERTY} must be set before, and nothing may have logged. */
    public static void install() {
        LogManager manager = LogManager.getLogManager();
        if (System.getProperty("java.util.logging.config.file") == null && System.getProperty("java.util.logging.config.class") == null) {
            for (Handler handler : Logger.getLogger("").getHandlers()) if (handler instanceof ConsoleHandler) plain(handler);
            Jetty.LOGGER.setLevel(Level.WARNING);
            Jetty.CAUSED_BY_CLIENTS.forEach(logger -> logger.setLevel(Level.SEVERE));
            Access.LOGGER.addHandler(new StreamHandler(System.err, new Line()));
            Access.LOGGER.setUseParentHandlers(false);
        }
        if (manager instanceof StandaloneLogging standalone) standalone.keepOpen = true;
    }

    private static void plain(Handler console) {
        console.setFormatter(new Line());
        console.setFilter(new ServerLines());
    }

    /** Jetty's lines about its start do not help users. A field, because the JDK holds loggers weakly; a nested class, so that the logger is created after the log manager. */
    private static final class Jetty {
        static final Logger LOGGER = Logger.getLogger("org.eclipse.jetty");
        /** These loggers warn for each request with certain errors ({@code Host} with an invalid port, or two {@code Host} fields), so any client could fill the log. */
        static final List<Logger> CAUSED_BY_CLIENTS = List.of(Logger.getLogger("org.eclipse.jetty.util.HostPort"), Logger.getLogger("org.eclipse.jetty.http.HttpParser"));
    }

    /** The access log has very many lines, so they are not written one by one: a {@link StreamHandler} collects them until {@code AccessLog} flushes it. */
    private static final class Access {
        static final Logger LOGGER = Logger.getLogger(ACCESS);
    }

    @Override
    public void reset() {
        if (!keepOpen) super.reset();
    }

    /** {@code 2026-01-31 12:34:56.789 INFO  ProxyFilter: message}, and the stack trace if there is one. A JSON line of the access log is not changed. */
    static final class Line extends Formatter {

        private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT);

        @Override
        public String format(LogRecord logged) {
            String message = formatMessage(logged);
            if (ACCESS.equals(logged.getLoggerName()) && message.startsWith("{")) return message + System.lineSeparator();
            String time = TIME.format(LocalDateTime.ofInstant(logged.getInstant(), ZoneId.systemDefault()));
            String line = time + " " + level(logged.getLevel()) + " " + shortName(logged.getLoggerName()) + ": " + message + System.lineSeparator();
            return logged.getThrown() == null ? line : line + trace(logged.getThrown());
        }

        private static String level(Level level) {
            if (level.intValue() >= Level.SEVERE.intValue()) return "ERROR";
            if (level.intValue() >= Level.WARNING.intValue()) return "WARN ";
            return level.intValue() >= Level.INFO.intValue() ? "INFO " : "DEBUG";
        }

        private static String shortName(String logger) {
            return logger == null ? "-" : logger.substring(logger.lastIndexOf('.') + 1);
        }

        private static String trace(Throwable thrown) {
            StringWriter text = new StringWriter();
            thrown.printStackTrace(new PrintWriter(text, true));
            return text.toString();
        }
    }
}
