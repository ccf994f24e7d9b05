package io.github.passmatch.run.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.rules.OwnAnswer;
import io.github.passmatch.rules.server.ClientLimits;
import io.github.passmatch.rules.server.ClientLimits.ReadTime;
import io.github.passmatch.testing.WireClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** More requests than threads, while each request keeps its thread. */
@Timeout(30)
class PlatformThreadsTest {

    private static final int THREADS = 12;
    private static final int CLIENTS = 40;
    private static final int HEAD_SECONDS = 1;
    private static final ClientLimits LIMITS = new ClientLimits(OptionalInt.empty(), OptionalInt.empty(), Duration.ofSeconds(60), true, Duration.ofSeconds(HEAD_SECONDS), 0, ReadTime.NONE, new ReadTime(HEAD_SECONDS, 0, 0), new ReadTime(0, 0, 0), Duration.ofSeconds(30), Duration.ZERO);

    private final CountDownLatch served = new CountDownLatch(CLIENTS);     // or refused
    private final CountDownLatch released = new CountDownLatch(1);
    private final Queue<String> refusals = new ConcurrentLinkedQueue<>();

    private Server server(Duration longestWait) throws Exception {
        Server server = new Server(new PlatformThreads(THREADS, longestWait));
        ServerConnector connector = new ClientConnector(server, new ClientConnections(HttpRules.configuration(), LIMITS));
        connector.setIdleTimeout(HEAD_SECONDS * 1000);
        server.addConnector(connector);
        server.setHandler(new RequestGate(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) throws Exception {
                served.countDown();
                released.await();
                callback.succeeded();
                return true;
            }
        }, LIMITS, request -> true, this::refused));
        server.addBean(ClientConnections.watch(server, 0));
        server.start();
        return server;
    }

    private void refused(Request request, OwnAnswer reason, String detail) {
        refusals.add(reason + " " + detail);
        served.countDown();
    }

    /** How long the threads stay busy. */
    @FunctionalInterface
    private interface Busy {
        void await(int port) throws Exception;
    }

    private List<String> answers(Duration longestWait, Busy busy) throws Exception {
        Server server = server(longestWait);
        List<WireClient> clients = new ArrayList<>();
        try {
            int port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();
            for (int i = 0; i < CLIENTS; i++) clients.add(new WireClient(port).send("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
            busy.await(port);
            released.countDown();
            List<String> answers = new ArrayList<>();
            for (WireClient client : clients) answers.add(client.rest());
            return answers;
        } finally {
            for (WireClient client : clients) client.close();
            server.stop();
        }
    }

    @Test
    void aRequestThatFindsNoThreadInTimeGets503() throws Exception {
        List<String> answers = answers(Duration.ofMillis(500), port -> served.await());
        long ok = answers.stream().filter(answer -> answer.startsWith("HTTP/1.1 200")).count();
        List<String> refused = answers.stream().filter(answer -> answer.startsWith("HTTP/1.1 503")).toList();
        assertTrue(ok > 0 && ok <= THREADS, ok + " served");
        assertEquals(CLIENTS - ok, refused.size(), answers::toString);
        assertTrue(refused.stream().allMatch(answer -> answer.contains("Retry-After: 1\r\n") && answer.endsWith("503 Service Unavailable\n")), refused::toString);
        assertEquals(refused.size(), refusals.size());
        assertEquals("own:overload all threads are busy", refusals.peek());
    }

    /** The time for which the server has not begun to read a head does not count against the limit for the head or the idle timeout. */
    @Test
    void aRequestThatFindsAThreadInTimeIsServedEvenIfTheLimitsForClientsAreShorter() throws Exception {
        List<String> answers = answers(Duration.ofSeconds(20), PlatformThreadsTest::awaitHeadLimit);
        assertTrue(answers.stream().allMatch(answer -> answer.startsWith("HTTP/1.1 200")), answers::toString);
    }

    /** Two clients that send nothing, one after the other: when the second one is ended, the limits of all connections before it have been looked at since they passed. */
    private static void awaitHeadLimit(int port) throws Exception {
        for (int i = 0; i < 2; i++) {
            try (WireClient silent = new WireClient(port)) {
                assertEquals("", silent.rest());
            }
        }
    }
}
