package io.github.passmatch.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.testing.LogLines;
import io.github.passmatch.testing.ProxyUnderTest;
import io.github.passmatch.testing.RawClient;
import io.github.passmatch.testing.RawUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests {@code PassmatchMaxPending}, which limits the requests that wait without a thread. */
@Timeout(60)
class PendingLimitTest {

    @TempDir
    private Path directory;
    private final CountDownLatch answer = new CountDownLatch(1);

    private RawUpstream waiting() throws IOException {
        return new RawUpstream(peer -> {
            while (peer.read() != null) {
                answer.await();
                peer.send(RawUpstream.OK);
            }
        });
    }

    /** {@code max=1}, so that one request waits for the response, and the others wait for a connection. */
    private Path write(RawUpstream upstream, int limit) throws IOException {
        return Files.writeString(directory.resolve("proxy.conf"), "PassmatchAccessLog Text\nPassmatchMaxPending " + limit + "\nProxyPass / http://" + upstream.authority() + "/ max=1\n");
    }

    private static RawClient ask(ProxyUnderTest proxy, List<RawClient> clients) throws IOException {
        RawClient client = new RawClient(proxy.port());
        clients.add(client);
        return client.send("GET /" + clients.size() + " HTTP/1.1\r\nHost: h\r\n\r\n");
    }

    private static void await(int pending, ProxyUnderTest proxy) {
        String line = "passmatch_pending " + (double) pending + "\n";
        while (!proxy.telemetry().prometheus().orElseThrow().contains(line)) Thread.onSpinWait();
    }

    private static void assertRefused(RawClient client) throws Exception {
        RawClient.Answer refused = client.read();
        assertEquals(503, refused.status());
        assertEquals("1", refused.field("Retry-After"));
    }

    @Test
    void requestsAboveTheLimitGet503AndAReloadChangesTheLimit() throws Exception {
        List<RawClient> clients = new ArrayList<>();
        try (LogLines lines = new LogLines("passmatch.access"); RawUpstream upstream = waiting(); ProxyUnderTest proxy = ProxyUnderTest.ofFile(write(upstream, 2))) {
            try {
                ask(proxy, clients);
                assertNotNull(upstream.await());
                ask(proxy, clients);
                await(2, proxy);
                assertRefused(ask(proxy, clients));
                lines.await("GET /3 503 .* own:pending");
                write(upstream, 3);
                assertTrue(proxy.reload());
                ask(proxy, clients);
                await(3, proxy);
                assertRefused(ask(proxy, clients));
                answer.countDown();
                for (int i : List.of(0, 1, 3)) assertEquals(200, clients.get(i).read().status());
                await(0, proxy);
                assertEquals(200, ask(proxy, clients).read().status());
            } finally {
                answer.countDown();
                for (RawClient client : clients) client.close();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"50331648, 256", "536870912, 5205", "9223372036854775807, 268435455"})
    void theHeapLimitsHowManyWait(long heap, int most) {
        assertEquals(most, HeapBudget.requests(heap));
    }
}
