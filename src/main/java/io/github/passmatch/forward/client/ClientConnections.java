package io.github.passmatch.forward.client;

import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** Remembers recent client connections, for {@code proxy-initial-not-pooled}. */
public final class ClientConnections {

    /** The maximum number of remembered connections; a forgotten one counts as new, which only costs an upstream connection. */
    private static final int REMEMBERED = 10_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Boolean> seen = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** Whether this is the first request on its connection. */
    public boolean isNew(HttpServletRequest clientRequest) {
        lock.lock();
        try {
            return seen.put(clientRequest.getServletConnection().getConnectionId(), Boolean.TRUE) == null;
        } finally {
            lock.unlock();
        }
    }
}
