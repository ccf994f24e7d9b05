package io.github.passmatch.web;

import static io.github.passmatch.testing.TunnelClient.CONSENT;
import static io.github.passmatch.testing.TunnelClient.WEBSOCKET;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.testing.ProxyUnderTest;
import io.github.passmatch.testing.RawUpstream;
import io.github.passmatch.testing.TestCertificates;
import io.github.passmatch.testing.TunnelClient;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tunnels to https and wss upstreams. */
@Timeout(60)
class TunnelTlsTest {

    @TempDir
    private static Path directory;
    private static TestCertificates certificates;

    @BeforeAll
    static void makeCertificates() throws Exception {
        certificates = new TestCertificates(directory);
        certificates.certificate("ca");
    }

    private static RawUpstream upstream(String protocol, RawUpstream.Script then) throws Exception {
        return new RawUpstream(peer -> {
            peer.read();
            peer.send(CONSENT + "early");
            then.play(peer);
        }, certificates.server("good"), tls -> tls.setEnabledProtocols(new String[] {protocol}));
    }

    private static ProxyUnderTest proxy(String rule) throws Exception {
        return new ProxyUnderTest("SSLProxyCACertificateFile " + directory + "/ca.pem", rule);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void bytesPassInBothDirections(String protocol) throws Exception {
        byte[] bytes = new byte[1 << 20];
        new Random(1).nextBytes(bytes);
        try (RawUpstream upstream = upstream(protocol, RawUpstream.Peer::echo); ProxyUnderTest proxy = proxy("ProxyPass /ws wss://localhost:" + upstream.port() + "/ws");
             TunnelClient client = TunnelClient.open(proxy.port(), "/ws")) {
            assertEquals("early", client.receive(5));
            for (int i = 0; i < 3; i++) {
                assertArrayEquals(bytes, client.echoOf(bytes));
                assertTrue(client.echoes("x"));
            }
        }
    }

    @Test
    void theClientMayEndItsDirectionFirst() throws Exception {
        try (RawUpstream upstream = upstream("TLSv1.3", peer -> peer.send("answer to " + new String(peer.readBytes(1_000), ISO_8859_1)));
             ProxyUnderTest proxy = proxy("ProxyPass /ws https://localhost:" + upstream.port() + "/ws upgrade=websocket"); TunnelClient client = new TunnelClient(proxy.port())) {
            client.send(TunnelClient.request("/ws", WEBSOCKET));
            assertEquals(101, client.raw().read().status());
            client.send("q");
            client.raw().shutdownOutput();
            assertEquals("earlyanswer to q", client.receive(1_000));
        }
    }

    @Test
    void newKeysDoNotEndATunnel() throws Exception {
        try (RawUpstream upstream = upstream("TLSv1.3", peer -> {
                 peer.renewKeys();
                 peer.echo();
             }); ProxyUnderTest proxy = proxy("ProxyPass /ws wss://localhost:" + upstream.port() + "/ws"); TunnelClient client = TunnelClient.open(proxy.port(), "/ws")) {
            assertEquals("early", client.receive(5));
            assertTrue(client.echoes("hello"));
        }
    }
}
