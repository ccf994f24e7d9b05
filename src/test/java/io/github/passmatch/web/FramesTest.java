package io.github.passmatch.web;

import static io.github.passmatch.testing.TunnelClient.CONSENT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.passmatch.testing.Frames;
import io.github.passmatch.testing.ProxyUnderTest;
import io.github.passmatch.testing.RawUpstream;
import io.github.passmatch.testing.TunnelClient;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A tunnel never looks into frames: valid or not, they arrive as they were sent, in both directions, and however they are split. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class FramesTest {

    /** What is sent in two parts, in all ways. */
    private static final int SMALL = 64;

    private final ByteArrayOutputStream arrived = new ByteArrayOutputStream();
    private RawUpstream upstream;
    private ProxyUnderTest proxy;
    private TunnelClient client;

    @BeforeAll
    void open() throws Exception {
        upstream = new RawUpstream(peer -> {
            peer.read();
            peer.send(CONSENT);
            for (int b = peer.readByte(); b >= 0; b = peer.readByte()) {
                byte[] read = peer.readArrived(b);
                arrived.writeBytes(read);
                peer.sendBytes(read);
            }
        });
        proxy = new ProxyUnderTest("ProxyPass / ws://" + upstream.authority() + "/");
        client = TunnelClient.open(proxy.port(), "/");
    }

    @AfterAll
    void close() throws Exception {
        if (client != null) client.close();
        if (proxy != null) proxy.close();
        if (upstream != null) upstream.close();
    }

    static List<Frames.Row> frames() {
        return Frames.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("frames")
    void framesPassAsTheyAre(Frames.Row row) throws Exception {
        arrived.reset();
        assertArrayEquals(row.bytes(), client.echoOf(row.bytes()), "back to the client");
        assertArrayEquals(row.bytes(), arrived.toByteArray(), "to the upstream");
        if (row.bytes().length > SMALL) return;
        for (int i = 1; i < row.bytes().length; i++) assertArrayEquals(row.bytes(), client.echoInTwoParts(row.bytes(), i), "split behind byte " + i);
    }
}
