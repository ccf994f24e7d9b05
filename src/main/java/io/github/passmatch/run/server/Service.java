package io.github.passmatch.run.server;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server in the foreground of this process, from its start to a signal. */
public record Service(StandaloneServer server) {

    private static final Logger LOG = LoggerFactory.getLogger(Service.class);

    /**
     * Returns an exit code when the server could not start; when it could, a signal ends the process.
     *
     * @param started runs when it listens
     */
    public int runUntilStopped(ShutdownHook farewell, Runnable started) throws Exception {
        if (!start(farewell)) return 1;
        started.run();
        server.join();
        Thread.currentThread().join(); // the shutdown hook is still at work, and ends the process
        return 0;
    }

    private boolean start(ShutdownHook farewell) throws Exception {
        try {
            server.start();
            farewell.drainWith(this::drain);        // before anybody is told that it listens
        } catch (StandaloneServer.StartFailure e) {
            System.err.println("passmatch: " + e.getMessage());
            return false;
        }
        LOG.info("Passmatch listens on {}", String.join("; ", server.addresses()));
        LOG.info("open {}", server.url());
        return true;
    }

    /** Lets requests in flight finish, and says so. */
    void drain() {
        LOG.info("Stopping: no new connections, requests in flight finish");
        try {
            server.stop();
            LOG.info("Stopped");
        } catch (Exception e) {
            LOG.warn("Stopped, but not every request had finished: {}", e.toString());
        }
    }
}
