package io.github.passmatch.run.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class ServerLinesTest {

    private final ServerLines lines = new ServerLines();

    private static LogRecord line(String logger, String message, Throwable thrown) {
        LogRecord line = new LogRecord(Level.WARNING, message);
        line.setLoggerName(logger);
        line.setThrown(thrown);
        return line;
    }

    @Test
    void onlyTheFirstLineOfAKindIsLogged() {
        assertTrue(lines.isLoggable(line("org.eclipse.jetty.http.HostPort", "Bad port [99999]", null)));
        for (int i = 0; i < 50; i++) assertFalse(lines.isLoggable(line("org.eclipse.jetty.http.HostPort", "Bad port [" + i + "]", null)));
        assertTrue(lines.isLoggable(line("org.eclipse.jetty.server.Other", "other", null)));
    }

    @Test
    void linesOfPassmatchAreNotLimited() {
        for (int i = 0; i < 3; i++) assertTrue(lines.isLoggable(line("passmatch", "rule 1", null)));
    }

    @Test
    void aLackOfFileDescriptorsIsLoggedInOneLineWithTheLimit() {
        LogRecord line = line("org.eclipse.jetty.server.AbstractConnector", "Accept Failure", new IOException("Too many open files"));
        assertTrue(lines.isLoggable(line));
        assertNull(line.getThrown());
        assertTrue(line.getMessage().matches("Accept Failure: no file descriptor is left(, this process may have \\d+ open files)?: raise the limit .*"), line.getMessage());
    }

    @Test
    void anUnexpectedExceptionKeepsTheStackTrace() {
        LogRecord line = line("org.eclipse.jetty.server.Server", "fault", new IllegalStateException("why"));
        assertTrue(lines.isLoggable(line));
        assertNotNull(line.getThrown());
        assertEquals("fault", line.getMessage());
    }
}
