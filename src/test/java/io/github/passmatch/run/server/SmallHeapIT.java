package io.github.passmatch.run.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.testing.BuiltWar;
import io.github.passmatch.testing.ContainerProcess;
import io.github.passmatch.testing.CountingUpstream;
import io.github.passmatch.testing.NewerJdk;
import io.github.passmatch.testing.StandaloneProcess;
import io.github.passmatch.testing.WireClient;
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

    private interface Use {
        void of(ContainerProcess proxy, List<WireClient> clients, CountingUpstream upstream, int port) throws Exception;
    }

    private static void withClients(String name, int count, String lines, Use use) throws Exception {
        Assumptions.assumeTrue(NewerJdk.find().isPresent(), "no JDK 21 or newer here");
        Path directory = BuiltWar.workDirectory("small-heap-" + name);
        List<WireClient> clients = new ArrayList<>();
        try (CountingUpstream upstream = new CountingUpstream()) {
            String rules = Files.writeString(directory.resolve("rules.conf"), lines + "ProxyPass / http://" + upstream.authority() + "/\n").toString();
            try (ContainerProcess proxy = StandaloneProcess.start(NewerJdk.find().get(), directory, List.of("-Xmx48m"), "--port", "0", "--config", rules)) {
                int port = StandaloneProcess.awaitPort(proxy);
                connect(port, count, clients);
                use.of(proxy, clients, upstream, port);
            } finally {
                upstream.release("heap");
                for (WireClient client : clients) client.close();
            }
        }
    }

    /** Where the process ends meanwhile, the rest finds nobody. */
    private static void connect(int port, int count, List<WireClient> clients) {
        try {
            for (int i = 0; i < count; i++) clients.add(new WireClient(port).get("/held/heap"));
        } catch (IOException e) {
            assertFalse(clients.isEmpty(), e::toString);
        }
    }

    @Test
    void whoFindsNoRoomGets503AndTheOthersAreServed() throws Exception {
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

    @Test
    void whenMemoryRunsOutTheProcessEnds() throws Exception {
        withClients("none", 3 * CLIENTS, "MaxRequestWorkers 100000\n", (proxy, clients, upstream, port) -> {
            assertEquals(FatalErrors.EXIT_CODE, proxy.awaitExit(), proxy.log());
            assertTrue(proxy.log().contains("out of memory, so this process ends"), proxy.log());
        });
    }
}
