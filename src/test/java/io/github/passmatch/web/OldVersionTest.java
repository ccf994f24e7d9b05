package io.github.passmatch.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.passmatch.testing.CountingUpstream;
import io.github.passmatch.testing.ProxyUnderTest;
import io.github.passmatch.testing.RawClient;
import java.util.List;
import org.junit.jupiter.api.Test;

/** HTTP/1.0 knows no chunks, so the end of such a body is not certain (RFC 9112 §6.1). */
class OldVersionTest {

    @Test
    void http10WithTransferEncodingIsRefusedAndWhatFollowsIsNoRequest() throws Exception {
        try (CountingUpstream upstream = new CountingUpstream(); ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass / http://" + upstream.authority() + "/");
                RawClient client = new RawClient(proxy.port())) {
            client.send("POST /plain/1 HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\nGET /plain/2 HTTP/1.1\r\nHost: a\r\n\r\n");
            assertEquals(400, client.read().status());
            assertNull(client.readHead());
            assertEquals(List.of(), upstream.seen("/plain/1"));
            assertEquals(List.of(), upstream.seen("/plain/2"));
        }
    }
}
