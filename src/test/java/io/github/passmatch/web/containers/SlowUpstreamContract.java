package io.github.passmatch.web.containers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.passmatch.testing.BuiltWar;
import io.github.passmatch.testing.Container;
import io.github.passmatch.testing.CountingUpstream;
import io.github.passmatch.testing.NewerJdk;
import io.github.passmatch.testing.RunningContainer;
import io.github.passmatch.testing.WireClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** With virtual threads (JDK 21 and newer), slow upstreams do not use up a stock container's 200 threads, nor the standalone server's. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
abstract class SlowUpstreamContract {

    private static final int AT_ONCE = 2_000;
    /** More than stock threads. */
    private static final int HELD = 250;
    /** 200 threads alone would take 10 s. */
    private static final Duration LIMIT = Duration.ofSeconds(8);

    private final String name;
    private final Start start;
    private final List<WireClient> clients = new ArrayList<>();
    private CountingUpstream upstream;
    private RunningContainer running;

    SlowUpstreamContract(Container container) {
        this(container.name().toLowerCase(Locale.ROOT), (base, rules, jdk) ->
                container.start(base, Map.of("ROOT", BuiltWar.path()), Map.of("PASSMATCH_CONFIG", rules.toString()), jdk));
    }

    /** @param name of a directory to work in */
    SlowUpstreamContract(String name, Start start) {
        this.name = name;
        this.start = start;
    }

    /** Starts the WAR in the root context. */
    @FunctionalInterface
    interface Start {
        RunningContainer with(Path base, Path rules, Path jdk) throws IOException, InterruptedException;
    }

    @BeforeAll
    void deploy() throws Exception {
        Optional<Path> jdk = NewerJdk.find();
        assumeTrue(jdk.isPresent(), "no JDK 21 or newer on this machine");
        upstream = new CountingUpstream();
        Path base = BuiltWar.workDirectory("slow-" + name);
        Path rules = Files.writeString(base.resolve("rules.conf"), Rules.to(upstream));
        running = start.with(base, rules, jdk.get());
    }

    @AfterAll
    void kill() {
        if (running != null) running.close();
        if (upstream != null) upstream.close();
    }

    @Test
    void twoThousandRequestsAtOnceAreAnsweredWithinSeconds() throws Exception {
        askAndForget("/plain/warm-up");
        for (int i = 0; i < AT_ONCE; i++) clients.add(new WireClient(running.port()));
        long start = System.nanoTime();
        for (WireClient client : clients) client.send("GET /plain/after/1000 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        for (WireClient client : clients) {
            String answer = client.rest();
            assertTrue(answer.startsWith("HTTP/1.1 200") && answer.contains("late"), answer);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertEquals(AT_ONCE, upstream.seen("/plain/after/1000").size());
        closeClients();
        assertTrue(took.compareTo(LIMIT) < 0, "it took " + took);
    }

    @Test
    void bodyThatTheUpstreamCutIsSeenAsCutOnAVirtualThreadToo() throws Exception {
        for (int i = 0; i < HELD; i++) clients.add(new WireClient(running.port()).send("GET /plain/held/all HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
        try {
            upstream.awaitSeen("/plain/held/all", HELD);
            for (String path : List.of("/plain/cut-chunks", "/plain/cut-length")) {
                try (WireClient wire = new WireClient(running.port())) {
                    Rules.assertCut(wire.get(path));
                }
            }
        } finally {
            upstream.release("all");
        }
        for (WireClient client : clients) assertTrue(client.rest().contains("held"));
        closeClients();
    }

    private void askAndForget(String path) throws Exception {
        try (WireClient wire = new WireClient(running.port())) {
            wire.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").rest();
        }
    }

    private void closeClients() throws Exception {
        for (WireClient client : clients) client.close();
        clients.clear();
    }
}
