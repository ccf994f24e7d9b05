package io.github.passmatch.run.process;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports the state of the process to systemd ({@code Type=notify}, sd_notify(3)). The JDK has no datagram sockets of the Unix domain, so systemd's own program sends the message; the unit needs
 * {@code NotifyAccess=all}. Does nothing where no service manager asks for reports.
 */
public final class ServiceManager {

    private static final Logger LOG = LoggerFactory.getLogger(ServiceManager.class);
    private static final int MAX_SECONDS = 5;

    private ServiceManager() { }

    /** The server listens. */
    public static void ready() {
        report("READY=1");
    }

    /** The server drains. */
    public static void stopping() {
        report("STOPPING=1");
    }

    private static void report(String state) {
        if (System.getenv("NOTIFY_SOCKET") == null) return;
        try {
            Process sender = new ProcessBuilder("systemd-notify", state).inheritIO().start();
            if (!sender.waitFor(MAX_SECONDS, TimeUnit.SECONDS)) {
                sender.destroyForcibly();
                LOG.warn("the service manager was not told {}: systemd-notify has not ended after {} s", state, MAX_SECONDS);
            } else if (sender.exitValue() != 0) LOG.warn("the service manager was not told {}: systemd-notify ended with {}", state, sender.exitValue());
        } catch (IOException e) {
            LOG.warn("the service manager was not told {}: {}", state, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
