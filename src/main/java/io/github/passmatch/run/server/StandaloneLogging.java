package io.github.passmatch.run.server;

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
 * Logging of {@code java -jar} mode: one line a record on standard error. A {@code java.util.logging.config.file} of the user's own
 * has its say instead.
 *
 * <p>It is the {@link LogManager} itself because the JDK's own closes all handlers when shutdown begins, so that nothing a draining
 * server has to say would be seen.
 */
public final class StandaloneLogging extends LogManager {

    /** Names the log manager; a constant, so that reading it does not initialise this class. The context class loader has to see it. */
    public static final String MANAGER_PROPERTY = "java.util.logging.manager";

    /** The logger of the access log. */
    private static final String ACCESS = "passmatch.access";

    private volatile boolean keepOpen;

    /** For the JDK, which makes it by the name in {@code java.util.logging.manager}. */
    public StandaloneLogging() { }

    /** The JDK makes its log manager when this class is initialised, so {@link #MANAGER_PROPERTY} must be set before; and nothing may have logged. */
    public static void install() {
        LogManager manager = LogManager.getLogManager();
        if (System.getProperty("java.util.logging.config.file") == null && System.getProperty("java.util.logging.config.class") == null) {
            for (Handler handler : Logger.getLogger("").getHandlers()) if (handler instanceof ConsoleHandler) plain(handler);
            Jetty.LOGGER.setLevel(Level.WARNING);
            Jetty.OF_CLIENTS.forEach(logger -> logger.setLevel(Level.SEVERE));
            Access.LOGGER.addHandler(new StreamHandler(System.err, new Line()));
            Access.LOGGER.setUseParentHandlers(false);
        }
        if (manager instanceof StandaloneLogging ours) ours.keepOpen = true;
    }

    private static void plain(Handler console) {
        console.setFormatter(new Line());
        console.setFilter(new ServerLines());
    }

    /** Its own lines on its start are of no use to our user. Held because the JDK holds loggers weakly, and here so that it is made after the manager. */
    private static final class Jetty {
        static final Logger LOGGER = Logger.getLogger("org.eclipse.jetty");
        /** They warn of each request that is malformed in a certain way, so any client could fill the log: a {@code Host} whose port is none, or two of them. */
        static final List<Logger> OF_CLIENTS = List.of(Logger.getLogger("org.eclipse.jetty.util.HostPort"), Logger.getLogger("org.eclipse.jetty.http.HttpParser"));
    }

    /** Its lines come by the thousand, so they are not written one by one: a {@link StreamHandler} collects them until it is flushed, as {@code AccessLog} does. */
    private static final class Access {
        static final Logger LOGGER = Logger.getLogger(ACCESS);
    }

    @Override
    public void reset() {
        if (!keepOpen) super.reset();
    }

    /** {@code 12:34:56.789 INFO  ProxyFilter: message}, and a stack trace if there is one. A line of the access log that is JSON stays JSON. */
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
