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
 * Detects clients that leave while nothing is sent to them: in the queue for a connection, during a connect, before the head, in an idle
 * stream. In the Servlet API, only a read or a write detects that a client has left, and a thread that waits for the upstream does neither; so one
 * thread reads the {@link SocketTable} for all clients. Without this table, the next write to the client detects it.
 *
 * <p>A client that has closed its side of the connection (FIN) counts as gone, as in nginx and in Go, because a client that has left looks the same.
 * This happens only after {@link #GRACE_NANOS}, for clients that close their side but still wait for the answer.
 */
public final class ClientWatch implements AutoCloseable {

    /** Requests younger than this are not checked: most end earlier. */
    private static final long YOUNG_NANOS = 20_000_000L;
    private static final long PERIOD_NANOS = 200_000_000L;
    /** The period while there are clients that were not found yet, or were missing once. A client that resets the connection before it was found is not detected. */
    private static final long SHORT_PERIOD_NANOS = 50_000_000L;
    /** A long table is read less often: the pause is this many times as long as reading the table takes, */
    private static final int SHARE = 20;
    /** but not longer than this. */
    private static final long LONGEST_PERIOD_NANOS = 400_000_000L;
    /** Reading may miss an existing connection once, but not twice. */
    private static final int MISSES = 2;
    /** A client that was never found in so many reads has no connection to this machine: a proxy before this one reports another address. */
    private static final int MANY = 10;
    /** How long a client that has closed its side may wait for the answer. */
    private static final long GRACE_NANOS = 400_000_000L;
    private static final Logger LOG = Loggers.of(ClientWatch.class);

    private final Set<Client> clients = ConcurrentHashMap.newKeySet();
    private final BackgroundThread thread;      // null without the table

    public ClientWatch() {
        thread = SocketTable.available() ? new BackgroundThread("passmatch-clients", this::watch) : null;
        if (thread != null) thread.start();
        else LOG.info("/proc/self/net/tcp does not exist here: a client that leaves is noticed only at the next write to the client");
    }

    /** Starts to watch the client of a request. */
    public Client watch(HttpServletRequest clientRequest) {
        Client client = new Client(clientRequest);
        if (thread != null) clients.add(client);
        return client;
    }

    /** Starts to watch a client after the end of the request. The table is read at once, while the client is connected: if it is missing later, it has left. */
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

    /** Stops the thread and waits until it has ended. */
    @Override
    public void close() {
        if (thread != null) thread.close();
    }

    /** One client that waits for an answer. */
    public final class Client implements AutoCloseable {
        private final String localAddress;
        private final int localPort;
        private final String remoteAddress;
        private final int remotePort;
        private final long since = System.nanoTime();
        private volatile boolean left;
        private String key;             // this field and the following ones: only for the watching thread
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

        /** Whether the client has left, as far as is known. */
        public boolean hasLeft() {
            return left;
        }

        /** The container has reported that the client has left, or has cancelled the request. On any thread. */
        public void leave() {
            left = true;
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

        /** @param state null if the connection was not found */
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
