package io.github.passmatch.forward.client;

import io.github.passmatch.upstream.log.Loggers;
import io.github.passmatch.upstream.time.BackgroundThread;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;

/**
 * Notices clients that leave while nothing is sent to them: in the queue for a connection, during a connect, before the head, in an idle
 * stream. The Servlet API tells of a client's end only who reads or writes, and a thread that waits for the upstream does neither; so one
 * thread looks into the {@link SocketTable} for all of them. Where there is no such table, a client is missed at the next write to it.
 *
 * <p>A client that has ended its side of the connection counts as gone, as in nginx and in Go, because whoever has left for good looks the same;
 * but it gets {@link #GRACE_NANOS}, for those that only say that they will ask for nothing more.
 */
public final class ClientWatch implements AutoCloseable {

    /** Requests younger than this are not looked for: most are over by then. */
    private static final long YOUNG_NANOS = 20_000_000L;
    private static final long PERIOD_NANOS = 200_000_000L;
    /** While there are clients that have not been seen yet, or were missed once. One that resets its connection before it was seen is not missed. */
    private static final long SHORT_PERIOD_NANOS = 50_000_000L;
    /** A long table is looked at less often: this many times as long as a look takes is waited, */
    private static final int SHARE = 20;
    /** but no longer than this. */
    private static final long LONGEST_PERIOD_NANOS = 400_000_000L;
    /** The table may miss a connection that is there, but not twice. */
    private static final int MISSES = 2;
    /** One that was missed so often at first is none of this machine: whoever stands before us told another address. */
    private static final int MANY = 10;
    /** So long may a client wait that has ended its side. */
    private static final long GRACE_NANOS = 400_000_000L;
    private static final Logger LOG = Loggers.of(ClientWatch.class);

    private final Set<Client> clients = ConcurrentHashMap.newKeySet();
    private final BackgroundThread thread;      // null without a table

    public ClientWatch() {
        thread = SocketTable.available() ? new BackgroundThread("passmatch-clients", this::watch) : null;
        if (thread != null) thread.start();
        else LOG.info("there is no /proc/self/net/tcp here: a client that leaves is noticed at the next write to it");
    }

    /** Begins to watch the client of a request. */
    public Client watch(HttpServletRequest clientRequest) {
        Client client = new Client(clientRequest);
        if (thread != null) clients.add(client);
        return client;
    }

    /** Begins to watch a client beyond its request. It is looked for at once, while it is there: if it is missing later, it has left. */
    Client follow(HttpServletRequest clientRequest) {
        Client client = new Client(clientRequest);
        if (thread == null) return client;
        if (client.key() != null) look(List.of(client));
        clients.add(client);
        return client;
    }

    private long watch() {
        long start = System.nanoTime();
        List<Client> waiting = clients.stream().filter(client -> client.mayBeLookedFor(start)).toList();
        if (!waiting.isEmpty()) look(waiting);
        return period(System.nanoTime() - start);
    }

    private long period(long looked) {
        boolean doubt = clients.stream().anyMatch(Client::isDoubtful);
        return Math.max(doubt ? SHORT_PERIOD_NANOS : PERIOD_NANOS, Math.min(SHARE * looked, LONGEST_PERIOD_NANOS));
    }

    private static void look(List<Client> waiting) {
        Set<String> keys = waiting.stream().map(Client::key).collect(Collectors.toSet());
        Map<String, String> states = new HashMap<>();
        try {
            SocketTable.read((key, state) -> {
                if (keys.contains(key)) states.put(key, state);
                return states.size() < keys.size();
            });
        } catch (IOException e) {
            LOG.debug("the table of connections could not be read", e);
            return;
        }
        for (Client client : waiting) client.found(states.get(client.key()));
    }

    /** Ends the thread and waits until it is gone. */
    @Override
    public void close() {
        if (thread != null) thread.close();
    }

    /** One client, while it waits for its answer. */
    public final class Client implements AutoCloseable {
        private final String localAddress;
        private final int localPort;
        private final String remoteAddress;
        private final int remotePort;
        private final long since = System.nanoTime();
        private volatile boolean left;
        private String key;             // from here on, for the watching thread only
        private boolean keyed;
        private boolean seen;
        private int misses;
        private boolean ending;
        private long endingSince;

        private Client(HttpServletRequest clientRequest) {
            localAddress = clientRequest.getLocalAddr();
            localPort = clientRequest.getLocalPort();
            remoteAddress = clientRequest.getRemoteAddr();
            remotePort = clientRequest.getRemotePort();
        }

        /** Whether it has left, as far as is known. */
        public boolean hasLeft() {
            return left;
        }

        private boolean mayBeLookedFor(long now) {
            return !left && now - since >= YOUNG_NANOS && key() != null && (seen || isNew());
        }

        private boolean isNew() {
            return !seen && misses < MANY;
        }

        private boolean isDoubtful() {
            return isNew() || !left && (ending || seen && misses > 0);
        }

        private String key() {
            if (!keyed) key = SocketTable.key(localAddress, localPort, remoteAddress, remotePort);
            keyed = true;
            return key;
        }

        /** @param state null if it was not found */
        private void found(String state) {
            misses = state == null ? misses + 1 : 0;
            seen |= state != null;
            if (state == null) left = seen && misses >= MISSES;
            else if (!state.equals(SocketTable.ESTABLISHED)) left = hasEndedFor(GRACE_NANOS);
        }

        private boolean hasEndedFor(long nanos) {
            long now = System.nanoTime();
            if (!ending) endingSince = now;
            ending = true;
            return now - endingSince >= nanos;
        }

        @Override
        public void close() {
            clients.remove(this);
        }
    }
}
