package io.github.passmatch.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.config.ConfigOrigin;
import io.github.passmatch.config.problem.ConfigException;
import io.github.passmatch.testing.LogLines;
import io.github.passmatch.testing.ProxyUnderTest;
import io.github.passmatch.testing.RawUpstream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which requests are written to which log, and what becomes of the files. What a line contains: GoldenLogTest. */
@Timeout(60)
class CustomLogTest {

    private static List<String> lines(Path file, int count) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while ((!Files.exists(file) || Files.readAllLines(file).size() < count) && System.nanoTime() < end) LockSupport.parkNanos(1_000_000);
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    @Test
    void conditionsAndVirtualHostsChooseTheLogs(@TempDir Path folder) throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, false);
                ProxyUnderTest proxy = new ProxyUnderTest("ServerRoot " + folder, "ProxyPass /a http://" + upstream.authority() + "/x", "SetEnvIf Request_URI picture quiet", "LogFormat %U path",
                        "CustomLog main path", "CustomLog loud path env=!quiet", "CustomLog quiet path env=quiet", "CustomLog expr path \"expr=%{REQUEST_URI} =~ /2/\"", "GlobalLog global path", "TransferLog transfer",
                        "CustomLog whole passmatch-json", "<VirtualHost *>", "ServerName first.example", "</VirtualHost>", "<VirtualHost *>", "ServerName own.example", "CustomLog own path", "</VirtualHost>")) {
            for (String path : List.of("/a/1", "/a/2/picture")) proxy.get(path);
            proxy.ask("GET /a/own HTTP/1.1\r\nHost: own.example\r\nConnection: close\r\n\r\n");
            assertEquals(List.of("/a/1", "/a/2/picture", "/a/own"), lines(folder.resolve("global"), 3));
            assertEquals(List.of("/a/1", "/a/2/picture"), lines(folder.resolve("main"), 2));
            assertEquals(List.of("/a/1"), lines(folder.resolve("loud"), 1));
            assertEquals(List.of("/a/2/picture"), lines(folder.resolve("quiet"), 1));
            assertEquals(List.of("/a/2/picture"), lines(folder.resolve("expr"), 1));
            assertEquals(List.of("/a/own"), lines(folder.resolve("own"), 1));
            String transferred = lines(folder.resolve("transfer"), 2).get(0);
            assertTrue(transferred.matches("127\\.0\\.0\\.1 - - \\[\\d\\d/\\w{3}/\\d{4}:\\d\\d:\\d\\d:\\d\\d [+-]\\d{4}] \"GET /a/1 HTTP/1\\.1\" 200 2"), transferred);
            String whole = lines(folder.resolve("whole"), 2).get(1);
            assertTrue(whole.startsWith("{\"time\":\"") && whole.contains("\"lease\":\"reused(2)\""), whole);
        }
    }

    @Test
    void theDecisionsAreNotes(@TempDir Path folder) throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, false);
                ProxyUnderTest proxy = new ProxyUnderTest("ServerRoot " + folder, "ProxyPassMatch ^/a/(.*)$ http://" + upstream.authority() + "/$1",
                        "CustomLog log \"%{passmatch-rule}n %{passmatch-lease}n %{passmatch-release}n %{passmatch-ending}n %{passmatch-upstream}n %{other}n\"")) {
            proxy.get("/a/1");
            assertEquals(List.of("test.conf:2 new:rule closed:rule answered http://" + upstream.authority() + " -"), lines(folder.resolve("log"), 1));
        }
    }

    /** As logrotate does it: the file is moved, and no signal is sent. */
    @Test
    void aFileThatWasMovedIsCreatedAgain(@TempDir Path folder) throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, false); ProxyUnderTest proxy = new ProxyUnderTest("ServerRoot " + folder, "ProxyPass /a http://" + upstream.authority() + "/x", "CustomLog log %U")) {
            proxy.get("/a/first");
            lines(folder.resolve("log"), 1);
            Files.move(folder.resolve("log"), folder.resolve("log.1"));
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
            int asked = 0;
            while (!Files.exists(folder.resolve("log")) && System.nanoTime() < end) {
                proxy.get("/a/" + asked++);
                LockSupport.parkNanos(50_000_000);
            }
            assertEquals("/a/first", Files.readAllLines(folder.resolve("log.1")).get(0));
            assertEquals("/a/" + (asked - 1), lines(folder.resolve("log"), 1).get(0));
        }
    }

    @Test
    void aFileThatCannotBeWrittenStopsTheStartAndRefusesAReload(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("proxy.conf"), "ProxyPass /a http://127.0.0.1:1/\nCustomLog log %U\n");
        ConfigOrigin origin = ConfigOrigin.file(file);
        ProxyFilter filter = new ProxyFilter(origin.read(), origin, Duration.ofHours(1));
        try (ProxyUnderTest proxy = ProxyUnderTest.of(filter); LogLines log = LogLines.only("passmatch")) {
            Files.writeString(file, "ProxyPass /a http://127.0.0.1:1/\nCustomLog no-such-folder/log %U\nCustomLog also/missing %U\n");
            assertFalse(proxy.reload());
            String said = String.join("\n", log.lines());
            assertTrue(said.contains("proxy.conf:2") && said.contains("proxy.conf:3") && said.contains("the log cannot be written: "), said);
            proxy.get("/a/1");
            assertEquals(List.of("/a/1"), lines(folder.resolve("log"), 1));
        }
        Exception refused = assertThrows(Exception.class, () -> ProxyUnderTest.ofFile(file).close());
        assertTrue(refused.getMessage().contains("no-such-folder"), refused::getMessage);
    }

    @Test
    void aLogThatAReloadRemovesIsClosedAndANewOneIsOpened(@TempDir Path folder) throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, false)) {
            String rule = "ProxyPass /a http://" + upstream.authority() + "/x\n";
            Path file = Files.writeString(folder.resolve("proxy.conf"), rule + "CustomLog one %U\n");
            try (ProxyUnderTest proxy = ProxyUnderTest.ofFile(file)) {
                proxy.get("/a/1");
                Files.writeString(file, rule + "CustomLog two %U\n");
                assertTrue(proxy.reload());
                proxy.get("/a/2");
                assertEquals(List.of("/a/2"), lines(folder.resolve("two"), 1));
                assertEquals(List.of("/a/1"), lines(folder.resolve("one"), 1));
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"CustomLog log", "CustomLog log %h env=", "CustomLog log %h expr=(", "CustomLog log %h env=a b", "CustomLog log %Z", "LogFormat %Z name", "LogFormat", "TransferLog", "BufferedLogs maybe", "<VirtualHost *>\\nGlobalLog log %h\\n</VirtualHost>"})
    void aLineThatHttpdRefusesIsAnError(String line) {
        assertThrows(ConfigException.class, () -> ProxyUnderTest.read(line.replace("\\n", "\n"), "ProxyPass /a http://127.0.0.1:1/"));
    }
}
