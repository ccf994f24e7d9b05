package io.github.passmatch.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.testing.ProxyUnderTest;
import io.github.passmatch.testing.RawClient;
import io.github.passmatch.testing.RawUpstream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A webapp is stopped, or deployed again, while requests are in the filter. No limit of theirs would end them: they are a minute. */
@Timeout(30)
class WebappStopTest {

    @Test
    void requestsInFlightAreAnsweredOrCutBeforeTheFilterIsGone() throws Exception {
        try (RawUpstream upstream = new RawUpstream(peer -> {
                 if (peer.read().target().equals("/half")) peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
                 peer.readByte();
             });
             ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass / http://" + upstream.authority() + "/");
             RawClient silent = new RawClient(proxy.port()); RawClient half = new RawClient(proxy.port())) {
            silent.send("GET /silent HTTP/1.1\r\nHost: h\r\n\r\n");
            half.send("GET /half HTTP/1.1\r\nHost: h\r\n\r\n");
            for (int i = 0; i < 2; i++) assertNotNull(upstream.await());
            RawClient.Answer head = half.readHead();
            assertEquals(200, head.status());
            proxy.stopWebapp();
            assertEquals(2, proxy.telemetry().recent().size(), "both have been told of, so they were over before the filter was");
            assertEquals(503, silent.read().status());
            assertFalse(half.readBody(head));
            for (int i = 0; i < 2; i++) assertTrue(upstream.awaitClosedConnection());
        }
    }
}
