package io.github.passmatch.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.testing.ProxyUnderTest;
import io.github.passmatch.testing.RawClient;
import io.github.passmatch.testing.RawUpstream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Far more clients than an upstream takes. */
@Timeout(120)
class OverloadTest {

    private static final int CLIENTS = 500;

    @Test
    void fiveHundredClientsForOneConnectionAreToldToComeBackAndAllIsWellAfterwards() throws Exception {
        CountDownLatch healed = new CountDownLatch(1);
        try (RawUpstream upstream = new RawUpstream(peer -> {
                 while (peer.read() != null) {
                     healed.await(60, TimeUnit.SECONDS);
                     peer.send(RawUpstream.OK);
                 }
             });
             ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass / http://" + upstream.authority() + "/ max=1 acquire=500ms timeout=60")) {
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) clients.add(new RawClient(proxy.port()).send("GET /" + i + " HTTP/1.1\r\nHost: h\r\n\r\n"));
            assertNotNull(upstream.await(), "one has the connection");
            RawClient served = null;
            int told = 0;
            for (RawClient client : clients) {
                if (served == null && upstream.requests().get(0).target().equals("/" + told)) {
                    served = client;
                    continue;
                }
                RawClient.Answer answer = client.read();
                assertEquals(503, answer.status());
                assertEquals("1", answer.field("Retry-After"));
                told++;
            }
            healed.countDown();
            assertEquals(200, served.read().status());
            for (int i = 0; i < 20; i++) assertEquals(200, proxy.get("/after").status());
            assertEquals(1, upstream.connections());
            assertTrue(told == CLIENTS - 1, told + " were told");
            for (RawClient client : clients) client.close();
        }
    }
}
