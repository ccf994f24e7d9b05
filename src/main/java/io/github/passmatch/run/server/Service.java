package io.github.passmatch.run.server;

import io.github.passmatch.run.process.ServiceManager;
import io.github.passmatch.run.process.ShutdownHook;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a server in the foreground of this process until a signal ends the process. */
public record Service(StandaloneServer server) {

    private static final Logger LOG = LoggerFactory.getLogger(Service.class);

    /**
     * Returns an exit code if the server cannot start; otherwise a signal ends the process.
     *
     * @param started runs when the server listens
     */
    public int runUntilStopped(ShutdownHook shutdownHook, Runnable started) throws Exception {
        if (!start(shutdownHook)) return 1;
        started.run();
        server.join();
        Thread.currentThread().join(); // the shutdown hook still runs, and ends the process
        return 0;
    }

    private boolean start(ShutdownHook shutdownHook) throws Exception {
        try {
            server.start();
            shutdownHook.drainWith(this::drain);        // before the log says that the server listens
        } catch (StandaloneServer.StartFailure e) {
            System.err.println("passmatch: " + e.getMessage());
            return false;
        }
        LOG.info("Passmatch listens on {}", String.join("; ", server.addresses()));
        LOG.info("open {}", server.url());
        ServiceManager.ready();
        return true;
    }

    /** Stops the server after the requests in flight have finished, and logs this. */
    void drain() {
        ServiceManager.stopping();
        LOG.info("Stopping: {}no new connections, requests in flight and tunnels finish", server.drainDelay().isZero() ? "" : "after " + server.drainDelay().toMillis() + " ms (PassmatchDrainDelay), ");
        try {
            server.drain();
            LOG.info("Stopped");
        } catch (Exception e) {
            LOG.warn("Stopped, but not every request had finished: {}", e.toString());
        }
    }
}
