package io.github.passmatch.run.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.passmatch.rules.server.ProxyConfig.Listen;
import io.github.passmatch.testing.LogLines;
import io.github.passmatch.testing.ProxyUnderTest;
import io.github.passmatch.testing.RawUpstream;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client that connects over IPv6: its address is shown in the short form (RFC 5952), as in httpd, in whatever form the container gives it. */
@Timeout(60)
class Ipv6Test {

    @BeforeAll
    static void thereIsIpv6() throws SocketException {
        assumeTrue(NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses).anyMatch(address -> address.getHostAddress().startsWith("0:0:0:0:0:0:0:1")));
    }

    private static String ask(int port, String target, String fields) throws Exception {
        try (Socket socket = new Socket("::1", port)) {
            socket.getOutputStream().write(("GET " + target + " HTTP/1.1\r\nHost: [::1]:" + port + "\r\n" + fields + "Connection: close\r\n\r\n").getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }

    @Test
    void fieldsConditionsAndLogsUseTheShortForm() throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, false); LogLines log = new LogLines("passmatch.access")) {
            StandaloneServer server = new StandaloneServer(ProxyUnderTest.read("PassmatchForwarded Both", "PassmatchAccessLog Text", "SetEnvIf Remote_Addr ^::1$ CLIENT",
                    "SetEnvIf Server_Addr ^::1$ SERVER", "RequestHeader set X-Client yes env=CLIENT", "RequestHeader set X-Server yes env=SERVER",
                    "ProxyPass /a http://" + upstream.authority() + "/"), List.of(new Listen(Optional.of("::1"), 0)));
            server.start();
            try {
                ask(server.port(), "/a/1", "X-Forwarded-For: 2001:db8::7\r\n");
                RawUpstream.Request seen = upstream.requests().get(0);
                assertEquals(List.of("2001:db8::7, ::1"), seen.all("X-Forwarded-For"));
                assertEquals(List.of("for=\"[::1]\";proto=http;host=\"[::1]:" + server.port() + "\""), seen.all("Forwarded"));
                assertEquals("yes", seen.field("X-Client"));
                assertEquals("yes", seen.field("X-Server"));
                log.await("^::1 ");
                assertEquals("HTTP/1.1 200", ask(server.port(), "/passmatch-status", "").substring(0, 12));
            } finally {
                server.stop();
            }
        }
    }
}
