package io.github.passmatch.run.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.run.process.FatalErrors;
import io.github.passmatch.testing.BuiltWar;
import io.github.passmatch.testing.ContainerProcess;
import io.github.passmatch.testing.CountingUpstream;
import io.github.passmatch.testing.NewerJdk;
import io.github.passmatch.testing.StandaloneProcess;
import io.github.passmatch.testing.WireClient;
import io.github.passmatch.web.HeapBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many clients that wait for a silent upstream, on a heap of 48 MiB. */
@Timeout(60)
class SmallHeapIT {

    private static final int CLIENTS = 1500;
    private static final int UPSTREAM_SECONDS = 8;
    /** The start of the process, 5 s until a thread is free, the time limit of the upstream, and the same time again for a busy machine. */
    private static final int LAST_ANSWER_SECONDS = 30;
    private static final int MIN_AT_UPSTREAM = 150;

    private interface Use {
        void of(ContainerProcess proxy, List<WireClient> clients, CountingUpstream upstream, int port) throws Exception;
    }

    private static void withClients(String name, int count, String lines, Use use) throws Exception {
        Assumptions.assumeTrue(NewerJdk.find().isPresent(), "no JDK 21 or newer here");
        withClients(NewerJdk.find().get(), name, count, lines, "", use);
    }

    private static void withClients(Path jdk, String name, int count, String lines, String parameters, Use use) throws Exception {
        Path directory = BuiltWar.workDirectory("small-heap-" + name);
        List<WireClient> clients = new ArrayList<>();
        try (CountingUpstream upstream = new CountingUpstream()) {
            String rules = Files.writeString(directory.resolve("rules.conf"), lines + "ProxyPass / http://" + upstream.authority() + "/" + parameters + "\n").toString();
            try (ContainerProcess proxy = StandaloneProcess.start(jdk, directory, List.of("-Xmx48m"), "--port", "0", "--config", rules)) {
                int port = StandaloneProcess.awaitPort(proxy);
                connect(port, count, clients);
                use.of(proxy, clients, upstream, port);
            } finally {
                upstream.release("heap");
                for (WireClient client : clients) client.close();
            }
        }
    }

    /** If the process ends in the meantime, further clients cannot connect. */
    private static void connect(int port, int count, List<WireClient> clients) {
        try {
            for (int i = 0; i < count; i++) clients.add(new WireClient(port).send("GET /held/heap HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
        } catch (IOException e) {
            assertFalse(clients.isEmpty(), e::toString);
        }
    }

    @Test
    void requestsAboveTheLimitGet503AndTheOthersAreServed() throws Exception {
        withClients("room", CLIENTS, "", (proxy, clients, upstream, port) -> {
            assertEquals(CLIENTS, clients.size());
            upstream.awaitSeen("/held/heap", HeapBudget.requests(48L << 20));
            proxy.awaitLine("own:overload");
            upstream.release("heap");
            int served = 0;
            for (WireClient client : clients) {
                String status = client.head().substring(9, 12);
                assertTrue(status.equals("200") || status.equals("503"), status);
                if (status.equals("200")) served++;
            }
            assertTrue(served >= HeapBudget.requests(48L << 20), served + " served");
            assertFalse(proxy.log().contains("OutOfMemory"), proxy.log());
        });
    }

    /** On the JDK of the build: JDK 17 does not have virtual threads, so most of the clients find no thread. */
    @Test
    void everyClientOfASilentUpstreamGetsAnAnswerInTime() throws Exception {
        long start = System.nanoTime();
        withClients(ContainerProcess.ownJdk(), "own-jdk", CLIENTS, "", " timeout=" + UPSTREAM_SECONDS, (proxy, clients, upstream, port) -> {
            assertEquals(CLIENTS, clients.size());
            int late = 0;
            for (WireClient client : clients) {
                String answer = client.rest();
                assertTrue(answer.matches("(?s)HTTP/1\\.1 50[34] .+?\r\n\r\n.+"), answer);
                assertEquals(answer.startsWith("HTTP/1.1 503"), answer.contains("\r\nRetry-After: "), answer);
                if (answer.startsWith("HTTP/1.1 504")) late++;
            }
            long seconds = (System.nanoTime() - start) / 1_000_000_000L;
            assertTrue(seconds < LAST_ANSWER_SECONDS, seconds + " s");
            assertTrue(late >= MIN_AT_UPSTREAM, late + " waited for the upstream");
            try (WireClient next = new WireClient(port)) {
                assertEquals("HTTP/1.1 200 OK", next.get("/passmatch-status").head());
            }
            assertFalse(proxy.log().contains("OutOfMemory"), proxy.log());
        });
    }

    @Test
    void whenMemoryRunsOutTheProcessEnds() throws Exception {
        withClients("none", 3 * CLIENTS, "MaxRequestWorkers 100000\n", (proxy, clients, upstream, port) -> {
            assertEquals(FatalErrors.EXIT_CODE, proxy.awaitExit(), proxy.log());
            assertTrue(proxy.log().contains("out of memory: this process ends"), proxy.log());
        });
    }
}
