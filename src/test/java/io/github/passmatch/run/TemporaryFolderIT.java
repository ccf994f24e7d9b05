package io.github.passmatch.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.testing.BuiltWar;
import io.github.passmatch.testing.ContainerProcess;
import io.github.passmatch.testing.CountingUpstream;
import io.github.passmatch.testing.RawClient;
import io.github.passmatch.testing.StandaloneProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

/** {@code java -jar} needs neither a temporary folder nor the WAR once it runs. */
@Timeout(60)
class TemporaryFolderIT {

    private static final String CHUNKED = "POST /plain/1 HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n";

    @Test
    void nothingIsWrittenToTheTemporaryFolder(TestInfo test) throws Exception {
        Path directory = directory(test);
        try (CountingUpstream upstream = new CountingUpstream(); ContainerProcess proxy = start(BuiltWar.path(), directory, directory.resolve("tmp"), upstream, "")) {
            int port = StandaloneProcess.awaitPort(proxy);
            assertEquals(200, get(port, "/plain/1"));
            assertEquals(200, get(port, "/passmatch-status"));
            try (Stream<Path> written = Files.list(directory.resolve("tmp"))) {
                assertEquals(List.of(), written.toList());
            }
        }
    }

    @Test
    void withoutATemporaryFolderItServesShowsItsStatusAndReloads(TestInfo test) throws Exception {
        Path directory = directory(test);
        try (CountingUpstream upstream = new CountingUpstream(); ContainerProcess proxy = start(BuiltWar.path(), directory, directory.resolve("missing"), upstream, "")) {
            assertServesAndReloads(proxy, directory, upstream);
        }
    }

    @Test
    void whenTheWarIsReplacedItGoesOnAndReloads(TestInfo test) throws Exception {
        Path directory = directory(test);
        Path war = Files.copy(BuiltWar.path(), directory.resolve("copy.war"));
        try (CountingUpstream upstream = new CountingUpstream(); ContainerProcess proxy = start(war, directory, directory.resolve("missing"), upstream, "")) {
            StandaloneProcess.awaitPort(proxy);
            Files.write(war, new byte[1000]);       // in place, as cp does
            assertServesAndReloads(proxy, directory, upstream);
        }
    }

    /** The second configuration is the first to need the classes for such lines. */
    private static void assertServesAndReloads(ContainerProcess proxy, Path directory, CountingUpstream upstream) throws Exception {
        int port = StandaloneProcess.awaitPort(proxy);
        assertEquals(200, get(port, "/plain/1"));
        assertEquals(200, get(port, "/passmatch-status"));
        Files.writeString(directory.resolve("rules.conf"), "HostnameLookups Off\nHeader set X-New 1\nProxyPass /new http://" + upstream.authority() + "/plain\n");
        proxy.hangUp();
        proxy.awaitLine("reload because of SIGHUP: 1 rule in force");
        assertEquals(200, get(port, "/new/1"));
        assertEquals(404, get(port, "/plain/1"));
        proxy.terminate();
        assertEquals(0, proxy.awaitExit(), proxy.log());
        assertFalse(proxy.log().contains("NoClassDefFoundError") || proxy.log().contains("\tat "), proxy.log());
    }

    @Test
    void aBodyThatMustBeWrittenToATemporaryFileIsRefusedWithTheReasonIfThereIsNoFolder(TestInfo test) throws Exception {
        Path directory = directory(test);
        try (CountingUpstream upstream = new CountingUpstream(); ContainerProcess proxy = start(BuiltWar.path(), directory, directory.resolve("missing"), upstream, "SetEnv proxy-sendcl 1\n")) {
            int port = StandaloneProcess.awaitPort(proxy);
            String big = CHUNKED.replace("3\r\nabc\r\n", "8000\r\n" + "x".repeat(0x8000) + "\r\n");
            assertEquals(500, RawClient.ask(port, big).status());
            proxy.awaitLine("no-temporary-folder.*java.io.tmpdir");
            assertEquals(200, RawClient.ask(port, CHUNKED).status());       // short enough for memory
            assertFalse(proxy.log().contains("\tat "), proxy.log());
            assertTrue(upstream.seen("/plain/1").size() == 1);
        }
    }

    private static Path directory(TestInfo test) throws Exception {
        return BuiltWar.workDirectory("temporary-" + test.getTestMethod().orElseThrow().getName());
    }

    private static ContainerProcess start(Path war, Path directory, Path temporary, CountingUpstream upstream, String lines) throws Exception {
        Path rules = Files.writeString(directory.resolve("rules.conf"), lines + "ProxyPass /plain http://" + upstream.authority() + "/plain\n");
        return StandaloneProcess.ofWar(war, directory, List.of("-Djava.io.tmpdir=" + temporary), "--port", "0", "--config", rules.toString());
    }

    private static int get(int port, String path) throws Exception {
        return RawClient.ask(port, "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").status();
    }
}
