package io.github.passmatch.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A lack of file descriptors right after the start passes by, and nothing that is made late is broken by it. */
@Timeout(60)
class FewDescriptorsIT {

    private static final int DESCRIPTORS = 160;
    private static final int TOO_MANY = 150;
    /** So many are accepted in any case. */
    private static final int LET_IN = 40;
    private static final int AFTERWARDS = 50;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    @Test
    void theOldestSupportedJdkServesEverybodyAfterwards() throws Exception {
        assertServesAfterwards(ContainerProcess.ownJdk(), "own");
    }

    @Test
    void aJdkWithVirtualThreadsServesEverybodyAfterwards() throws Exception {
        Assumptions.assumeTrue(NewerJdk.find().isPresent(), "no JDK 21 or newer here");
        assertServesAfterwards(NewerJdk.find().get(), "newer");
    }

    private static void assertServesAfterwards(Path jdk, String name) throws Exception {
        Path directory = BuiltWar.workDirectory("few-descriptors-" + name);
        try (CountingUpstream upstream = new CountingUpstream();
                ContainerProcess proxy = StandaloneProcess.withDescriptors(DESCRIPTORS, jdk, directory, "--port", "0", "--config", rules(directory, upstream, ""))) {
            int port = StandaloneProcess.awaitPort(proxy);
            useUpDescriptors(port);
            awaitAnswer(port);
            for (int status : together(port, "/plain/after", AFTERWARDS)) assertEquals(200, status, proxy.log());
            try (WireClient status = new WireClient(port)) {
                assertEquals("HTTP/1.1 200", status.send("GET /passmatch-status HTTP/1.1\r\nHost: localhost\r\n\r\n").head().substring(0, 12));
            }
            rules(directory, upstream, "Header set X-Late 1\n");
            proxy.hangUp();
            proxy.awaitLine("reload because of SIGHUP: 1 rule in force");
            proxy.terminate();
            assertEquals(0, proxy.awaitExit(), proxy.log());
            assertFalse(proxy.log().contains("NoClassDefFoundError"), proxy.log());
        }
    }

    private static String rules(Path directory, CountingUpstream upstream, String more) throws IOException {
        return Files.writeString(directory.resolve("rules.conf"), more + "ProxyPass / http://" + upstream.authority() + "/\n").toString();
    }

    /** The clients take all that there are, so those that are let in find none for the upstream. */
    private static void useUpDescriptors(int port) throws Exception {
        List<WireClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < TOO_MANY; i++) clients.add(new WireClient(port));
            for (WireClient client : clients) client.get("/plain/few");
            for (int i = 0; i < LET_IN; i++) clients.get(i).head();
        } finally {
            for (WireClient client : clients) client.close();
        }
    }

    /** Descriptors come back when the server has seen that the clients have gone. */
    private static void awaitAnswer(int port) {
        for (long end = System.nanoTime() + PATIENCE_NANOS; System.nanoTime() < end; LockSupport.parkNanos(10_000_000)) {
            try (WireClient client = new WireClient(port)) {
                if (client.get("/plain/ready").head().startsWith("HTTP/1.1 200")) return;
            } catch (IOException | NullPointerException e) {
                // Not yet: the connection was closed without an answer.
            }
        }
        throw new AssertionError("no answer within 30 s");
    }

    private static List<Integer> together(int port, String path, int count) throws IOException {
        List<WireClient> clients = new ArrayList<>();
        List<Integer> statuses = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) clients.add(new WireClient(port));
            for (WireClient client : clients) client.get(path);
            for (WireClient client : clients) statuses.add(Integer.parseInt(client.head().split(" ")[1]));
            return statuses;
        } finally {
            for (WireClient client : clients) client.close();
        }
    }
}
