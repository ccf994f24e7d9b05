package io.github.passmatch.run.server;

import static io.github.passmatch.testing.TunnelClient.CONSENT;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.rules.server.ProxyConfig.Listen;
import io.github.passmatch.testing.ProxyUnderTest;
import io.github.passmatch.testing.RawClient;
import io.github.passmatch.testing.RawUpstream;
import io.github.passmatch.testing.TunnelClient;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What happens to tunnels when the server stops: they go on until they end, or until {@code GracefulShutdownTimeout}. */
@Timeout(60)
class StopWithTunnelsTest {

    private static RawUpstream echo() throws Exception {
        return new RawUpstream(peer -> {
            peer.read();
            peer.send(CONSENT);
            peer.echo();
        });
    }

    private static StandaloneServer start(RawUpstream upstream, String line) throws Exception {
        StandaloneServer server = new StandaloneServer(ProxyUnderTest.read(line, "ProxyPass / http://" + upstream.authority() + "/ upgrade=websocket"), List.of(new Listen(Optional.of("127.0.0.1"), 0)));
        server.start();
        return server;
    }

    private static CompletableFuture<Void> stop(StandaloneServer server) {
        int port = server.port();
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> {
            try {
                server.drain();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        while (listens(port)) Thread.onSpinWait();
        return stopped;
    }

    private static boolean listens(int port) {
        try {
            new RawClient(port).close();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void aTunnelGoesOnAndTheServerHasStoppedWhenItEnds() throws Exception {
        try (RawUpstream upstream = echo()) {
            StandaloneServer server = start(upstream, "GracefulShutdownTimeout 0");
            CompletableFuture<Void> stopped;
            try (TunnelClient tunnel = TunnelClient.open(server.port(), "/ws")) {
                stopped = stop(server);
                assertTrue(tunnel.echoes("goes on"));
            }
            stopped.get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void aTunnelThatDoesNotEndIsEndedInOrderBeforeTheTimeIsOver() throws Exception {
        try (RawUpstream upstream = echo()) {
            StandaloneServer server = start(upstream, "GracefulShutdownTimeout 2");
            try (TunnelClient tunnel = TunnelClient.open(server.port(), "/ws")) {
                CompletableFuture<Void> stopped = stop(server);
                assertTrue(tunnel.echoes("goes on"));
                assertTrue(tunnel.raw().isClosed());
                stopped.get(30, TimeUnit.SECONDS);      // fails if the server had to cut connections
            }
        }
    }
}
