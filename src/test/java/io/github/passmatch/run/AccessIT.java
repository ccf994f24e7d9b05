package io.github.passmatch.run;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.passmatch.attack.AccessAttacks;
import io.github.passmatch.attack.AccessAttacks.Attack;
import io.github.passmatch.attack.AccessAttacks.Group;
import io.github.passmatch.testing.BuiltWar;
import io.github.passmatch.testing.ContainerProcess;
import io.github.passmatch.testing.RawClient;
import io.github.passmatch.testing.RawUpstream;
import io.github.passmatch.testing.StandaloneProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Access control of {@code java -jar}: the attack table with real sockets, IPv6 clients, and configurations that must not start. */
@Timeout(60)
class AccessIT {

    private static ContainerProcess start(Path directory, String configuration, String... more) throws IOException {
        Path file = Files.writeString(directory.resolve("access.conf"), configuration);
        List<String> arguments = new ArrayList<>(List.of("serve", "--port", "0", "--config", file.toString()));
        arguments.addAll(List.of(more));
        return StandaloneProcess.start(directory, List.of(), arguments.toArray(String[]::new));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"path", "encoded slashes decoded", "hosts", "all but GET and POST", "forged addresses", "merging"})
    void everyAttemptEndsAsInTheTable(String name) throws Exception {
        Group group = AccessAttacks.all().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
        Path directory = BuiltWar.workDirectory("access-" + name.replace(' ', '-'));
        try (RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, false); ContainerProcess process = start(directory, group.configuration(upstream.authority()))) {
            int port = StandaloneProcess.awaitPort(process);
            List<String> expected = new ArrayList<>();
            List<String> found = new ArrayList<>();
            for (Attack attack : group.attacks()) {
                if (attack.name().equals("OPTIONS *")) continue;      // answered by the server itself, as in httpd
                int before = upstream.requests().size();
                RawClient.Answer answer = RawClient.ask(port, attack.request());
                List<String> forwarded = upstream.requests().subList(before, upstream.requests().size()).stream().map(RawUpstream.Request::target).toList();
                boolean other = attack.ours() != null;
                expected.add(attack.name() + ": " + (other ? attack.ours().status() : attack.status()) + " " + (other && attack.ours().forwarded() != null ? attack.ours().forwarded() : attack.forwarded()));
                found.add(attack.name() + ": " + (answer == null ? 0 : answer.status()) + " " + forwarded);
            }
            assertEquals(String.join("\n", expected), String.join("\n", found));
        }
    }

    /** A dual-stack socket sees IPv4 clients with mapped addresses. */
    @Test
    void ipv4AndIpv6ClientsOfADualStackSocketAreToldApart() throws Exception {
        assumeTrue(hasIpv6(), "no IPv6 on this machine");
        String configuration = """
                ProxyPass / http://%s/
                <Location /four>
                    Require ip 127.0.0.0/8
                </Location>
                <Location /six>
                    Require ip ::1
                </Location>
                <Location /local>
                    Require local
                </Location>
                <Location /not-four>
                    Order Allow,Deny
                    Allow from all
                    Deny from 127
                </Location>
                """;
        Path directory = BuiltWar.workDirectory("access-ipv6");
        try (RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, false); ContainerProcess process = start(directory, configuration.formatted(upstream.authority()), "--host", "::")) {
            int port = StandaloneProcess.awaitPort(process);
            assertEquals(List.of(200, 403, 200, 403), statuses("127.0.0.1", port));
            assertEquals(List.of(403, 200, 200, 200), statuses("::1", port));
            assertEquals(5, upstream.requests().size());
        }
    }

    private static List<Integer> statuses(String host, int port) throws IOException {
        List<Integer> statuses = new ArrayList<>();
        for (String path : List.of("/four", "/six", "/local", "/not-four"))
            try (Socket socket = new Socket(host, port)) {
                socket.getOutputStream().write(("GET " + path + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n").getBytes(ISO_8859_1));
                statuses.add(Integer.parseInt(new String(socket.getInputStream().readAllBytes(), ISO_8859_1).split(" ")[1]));
            }
        return statuses;
    }

    private static boolean hasIpv6() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("::1"))) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"SSLRequireSSL", "<Location />\\nSSLVerifyClient require\\n</Location>", "<Location />\\nRequire expr \"true\"\\n</Location>", "<Location />\\nAuthType shibboleth\\n</Location>", "OIDCClientID x"})
    void whatIsNotObeyedStopsTheStart(String lines) throws Exception {
        Path directory = BuiltWar.workDirectory("access-refused");
        try (ContainerProcess process = start(directory, lines.replace("\\n", "\n") + "\nProxyPass / http://127.0.0.1:9/\n")) {
            assertEquals(1, process.awaitExit());
            assertTrue(process.log().contains("PassmatchAccessControl Elsewhere"), process.log());
        }
        try (ContainerProcess process = start(directory, "PassmatchAccessControl Elsewhere\n" + lines.replace("\\n", "\n") + "\nProxyPass / http://127.0.0.1:9/\n")) {
            assertTrue(StandaloneProcess.awaitPort(process) > 0);
            assertTrue(process.log().contains("[access-elsewhere]"), process.log());
        }
    }
}
