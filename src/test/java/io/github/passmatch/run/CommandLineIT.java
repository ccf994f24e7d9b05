package io.github.passmatch.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.testing.BuiltWar;
import io.github.passmatch.testing.ContainerProcess;
import io.github.passmatch.testing.CountingUpstream;
import io.github.passmatch.testing.NewerJdk;
import io.github.passmatch.testing.StandaloneProcess;
import io.github.passmatch.testing.WireClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

/** The command line contract, kept by the WAR in a process of its own. */
@Timeout(60)
class CommandLineIT {

    private static final String STORY = """
            LoadModule mpm_event_module modules/mod_mpm_event.so
            Listen %d
            LoadModule unixd_module modules/mod_unixd.so
            LoadModule authz_core_module modules/mod_authz_core.so

            # enable proxy
            LoadModule proxy_module modules/mod_proxy.so
            LoadModule proxy_http_module modules/mod_proxy_http.so

            ProxyPassMatch "^/app/users/([0-9]{4})$" "http://app:%d/users/$1"
            """;

    private Path directory;

    @BeforeEach
    void makeDirectory(TestInfo test) throws IOException {
        directory = BuiltWar.workDirectory("run-" + test.getTestMethod().orElseThrow().getName());
    }

    private ContainerProcess run(String... arguments) throws IOException {
        return StandaloneProcess.start(directory, List.of(), arguments);
    }

    private void assertRun(int exitCode, String output, String... arguments) throws Exception {
        try (ContainerProcess process = run(arguments)) {
            assertEquals(exitCode, process.awaitExit(), process.log());
            assertTrue(process.log().contains(output), process.log());
            assertNothingLeft();
        }
    }

    private void assertNothingLeft() throws IOException {
        try (Stream<Path> left = Files.list(directory.resolve("tmp"))) {
            assertEquals(List.of(), left.toList());
        }
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text).toString();
    }

    private static String get(int port, String path) throws IOException {
        try (WireClient wire = new WireClient(port)) {
            return wire.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").rest();
        }
    }

    private static void assertHas(String text, String part) {
        assertTrue(text.contains(part), "no \"" + part + "\" in:\n" + text);
    }

    @Test
    void explainTellsTheStorysCure() throws Exception {
        assertRun(0, "write enablereuse=on to keep connections", "explain", "--config", file("story.conf", STORY.formatted(80, 1323)), "/app/users/1234");
    }

    @Test
    void checkTellsTheStorysCureAndIsStrictIfAsked() throws Exception {
        assertRun(1, "add enablereuse=on after the URL", "check", "--strict", file("story.conf", STORY.formatted(80, 1323)));
        assertRun(0, "\"ruleId\": \"back-reference\"", "check", "--format", "sarif", file("story.conf", STORY.formatted(80, 1323)));
    }

    @Test
    void helpAndVersion() throws Exception {
        assertRun(0, "serve", "--help");
        assertRun(0, "passmatch 0.", "--version");
    }

    @Test
    void withoutConfigurationItShowsHowToStart() throws Exception {
        assertRun(2, "--config proxy.conf");
        assertRun(2, "Did you mean", "chekc");
    }

    @Test
    void checkTellsFineFromWrongFromUsage() throws Exception {
        String fine = file("fine.conf", "ProxyPass /a http://127.0.0.1:1/a\n");
        String wrong = file("wrong.conf", "ProxyPass /a http://127.0.0.1:1/ enableuse=on\nProxyPass /b http://127.0.0.1:99999/\n");
        assertRun(0, "fine.conf: OK, 1 rule", "check", fine);
        assertRun(1, "unknown parameter \"enableuse\"", "check", fine, wrong);
        assertRun(1, "wrong.conf: not usable, 2 errors", "check", wrong);
        assertRun(2, "Missing required parameter", "check");
        assertRun(2, "cannot read", "check", "no-such-file");
    }

    @Test
    void allErrorsOfABadConfigurationArePrinted() throws Exception {
        String wrong = file("wrong.conf", "ProxyPass /a http://127.0.0.1:1/ enableuse=on\nProxyPass /b http://127.0.0.1:99999/\n");
        assertRun(1, "wrong.conf:1:", "--port", "0", "--config", wrong);
        assertRun(1, "wrong.conf:2:", "serve", "--port", "0", "--config", wrong);
        assertRun(1, "no such file", "--config", "no-such-file");
    }

    @Test
    void aPortInUseIsOneClearLine() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String rules = file("rules.conf", "ProxyPass /a http://127.0.0.1:1/\n");
            assertRun(1, "cannot listen on 127.0.0.1, port " + taken.getLocalPort() + ": Address already in use",
                    "--host", "127.0.0.1", "--port", String.valueOf(taken.getLocalPort()), "--config", rules);
        }
    }

    @Test
    void readyAsksTheRunningServer() throws Exception {
        String rules = file("rules.conf", "ProxyPass /a http://127.0.0.1:1/\n");
        try (ContainerProcess server = run("--host", "127.0.0.1", "--port", "0", rules)) {
            String port = String.valueOf(StandaloneProcess.awaitPort(server));
            assertRun(0, "200 ready", "ready", "--config", rules, "--port", port);
            server.terminate();
            assertEquals(0, server.awaitExit(), server.log());
            assertRun(1, "http://127.0.0.1:" + port + "/passmatch-status/ready", "ready", "--config", rules, "--port", port);
        }
        assertRun(1, "PassmatchStatus Off", "ready", "--config", file("off.conf", "PassmatchStatus Off\nProxyPass /a http://127.0.0.1:1/\n"));
        assertRun(2, "--config is missing", "ready");
    }

    /** The program that systemd brings is replaced by one that prints what it is called with. */
    @Test
    void systemdIsToldWhenTheServerListensAndWhenItStops() throws Exception {
        Path program = Path.of(file("systemd-notify", "#!/bin/sh\necho told $NOTIFY_SOCKET: $1\n"));
        assertTrue(program.toFile().setExecutable(true));
        Map<String, String> environment = Map.of("NOTIFY_SOCKET", "@systemd", "PATH", directory + ":" + System.getenv("PATH"));
        try (ContainerProcess server = StandaloneProcess.inEnvironment(environment, directory, "--host", "127.0.0.1", "--port", "0", file("rules.conf", "ProxyPass /a http://127.0.0.1:1/\n"))) {
            server.awaitLine("told @systemd: READY=1");
            server.terminate();
            assertEquals(0, server.awaitExit(), server.log());
            assertHas(server.log(), "told @systemd: STOPPING=1");
        }
    }

    @Test
    void theSampleAppAlsoRunsAlone() throws Exception {
        try (ContainerProcess app = run("demo-app", "--port", "0")) {
            int port = Integer.parseInt(app.awaitLine("listens on port (\\d+)").group(1));
            assertHas(get(port, "/users/1234"), "Connection:close");
        }
    }

    @Test
    void demoShowsCloseAndKeepAliveSideBySide() throws Exception {
        try (ContainerProcess demo = run("demo", "--port", "0", "--app-port", "0")) {
            int port = StandaloneProcess.awaitPort(demo);
            demo.awaitLine("curl .*/plain/users/1234");
            String[] close = {get(port, "/app/users/1234"), get(port, "/app/users/1234")};
            String[] kept = {get(port, "/kept/users/1234"), get(port, "/kept/users/1234")};
            String[] plain = {get(port, "/plain/users/1234"), get(port, "/plain/users/1234")};
            for (String answer : close) assertHas(answer, "Connection:close");
            for (String answer : kept) assertHas(answer, "Connection:Keep-Alive");
            for (String answer : plain) assertHas(answer, "Id: 1234");
            assertHas(close[0], "Connection: 1, request 1 on it");
            assertHas(close[1], "Connection: 2, request 1 on it");
            assertHas(kept[1], "Connection: 3, request 2 on it");
            assertHas(plain[1], "Connection: 4, request 2 on it");
            for (String name : List.of("X-Forwarded-For:", "X-Forwarded-Host:", "X-Forwarded-Server:")) assertHas(close[0], name);
            assertHas(get(port, "/elsewhere"), "no ProxyPass or ProxyPassMatch rule matches this path");
            demo.terminate();
            assertEquals(0, demo.awaitExit(), demo.log());
            assertHas(demo.log(), "SampleApp: Id: 1234");
            assertNothingLeft();
        }
    }

    @Test
    void sighupReadsTheFileAgainAndARequestInFlightGoesOn() throws Exception {
        try (CountingUpstream upstream = new CountingUpstream()) {
            String rules = file("rules.conf", "ProxyPass /held http://" + upstream.authority() + "/held\n");
            try (ContainerProcess proxy = run("--port", "0", "--config", rules)) {
                int port = StandaloneProcess.awaitPort(proxy);
                try (WireClient slow = new WireClient(port)) {
                    slow.send("GET /held/hup HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
                    upstream.awaitArrival("hup");
                    file("rules.conf", "ProxyPass /plain http://" + upstream.authority() + "/plain\n");
                    proxy.hangUp();
                    proxy.awaitLine("reload because of SIGHUP: 1 rule in force");      // the watch over the file may have been there before
                    assertHas(get(port, "/plain/new"), "hello");
                    assertHas(get(port, "/held/hup"), "no ProxyPass or ProxyPassMatch rule matches this path");
                    upstream.release("hup");
                    assertHas(slow.rest(), "held");
                }
                file("rules.conf", "ProxyPass /plain\n");
                proxy.hangUp();
                proxy.awaitLine("reload because of SIGHUP: the configuration has errors and is rejected");
                assertHas(get(port, "/plain/old"), "hello");
            }
        }
    }

    @Test
    void sigtermLetsARequestInFlightFinish() throws Exception {
        assertFinishedAfterSigterm(ContainerProcess.ownJdk(), 1);
    }

    @Test
    void sigtermLetsRequestsInFlightFinishAlsoThoseOnVirtualThreads() throws Exception {
        assertFinishedAfterSigterm(NewerJdk.find().orElseGet(ContainerProcess::ownJdk), 100);
    }

    private void assertFinishedAfterSigterm(Path jdk, int inFlight) throws Exception {
        List<WireClient> clients = new ArrayList<>();
        try (CountingUpstream upstream = new CountingUpstream();
                ContainerProcess proxy = StandaloneProcess.start(jdk, directory, List.of(), "--port", "0", "--config", file("rules.conf", "ProxyPass / http://" + upstream.authority() + "/\n"))) {
            int port = StandaloneProcess.awaitPort(proxy);
            for (int i = 0; i < inFlight; i++) clients.add(new WireClient(port).get("/held/term"));
            upstream.awaitSeen("/held/term", inFlight);
            proxy.terminate();
            proxy.awaitLine("Stopping");
            upstream.release("term");
            for (WireClient client : clients) assertHas(client.rest(), "held");
            assertEquals(0, proxy.awaitExit(), proxy.log());
            assertHas(proxy.log(), "Stopped");
            assertNothingLeft();
        } finally {
            for (WireClient client : clients) client.close();
        }
    }

    @Test
    void theAccessLogIsWrittenWhileItRunsAndWholeWhenItEnds() throws Exception {
        try (CountingUpstream upstream = new CountingUpstream();
                ContainerProcess proxy = run("--port", "0", "--config", file("rules.conf", "PassmatchAccessLog JSON\nProxyPass / http://" + upstream.authority() + "/\n"))) {
            int port = StandaloneProcess.awaitPort(proxy);
            get(port, "/plain/0");
            proxy.awaitLine("^\\{\"time\":\".*\"path\":\"/plain/0\",\"status\":200,.*\"lease\":\"new:pool-empty\".*\\}$");
            for (int i = 1; i <= 100; i++) get(port, "/plain/" + i);
            proxy.terminate();
            assertEquals(0, proxy.awaitExit(), proxy.log());
            for (int i = 1; i <= 100; i++) assertHas(proxy.log(), "\"path\":\"/plain/" + i + "\",");
        }
    }

    @Test
    void theFileOfTheStoryWorksAndListenIsObeyed() throws Exception {
        int port = freePort();
        try (CountingUpstream upstream = new CountingUpstream()) {
            String hosts = file("hosts", "127.0.0.1 app\n");
            String story = file("my-httpd.conf", STORY.formatted(port, upstream.port()));
            try (ContainerProcess proxy = StandaloneProcess.start(directory, List.of("-Djdk.net.hosts.file=" + hosts), "--config", story)) {
                assertEquals(port, StandaloneProcess.awaitPort(proxy));
                proxy.awaitLine("my-httpd.conf:10.*non-reusing.*enablereuse=on");
                assertHas(get(port, "/app/users/1234"), "hello");
                assertEquals("close", upstream.seen("/users/1234").get(0).field("Connection").orElse("(none)"));
            }
        }
    }

    @Test
    void severalListenLinesAreAllObeyedAndPortWins() throws Exception {
        int first = freePort();
        int second = freePort();
        String rules = file("rules.conf", "Listen " + first + "\nListen 127.0.0.1:" + second + "\nProxyPass /a http://127.0.0.1:1/\n");
        try (ContainerProcess proxy = run("--config", rules)) {
            StandaloneProcess.awaitPort(proxy);
            for (int port : new int[] {first, second}) assertHas(get(port, "/"), "404");
        }
        try (ContainerProcess proxy = run("--port", "0", "--config", rules)) {
            proxy.awaitLine("listens on port (?!" + first + "|" + second + ")\\d+$");      // all addresses: the second line would be in use already
        }
    }

    /** A file must name its port, so it cannot be left to the system here. */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
