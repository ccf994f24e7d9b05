package io.github.passmatch.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The client behind trusted proxies, beyond the golden rows: where Passmatch differs from httpd, and where the address is used. */
@Timeout(60)
class RemoteIpTest {

    private static String request(String forwardedFor) {
        return "GET /a/1 HTTP/1.1\r\nHost: www.example.org\r\nX-Forwarded-For: " + forwardedFor + "\r\nConnection: close\r\n\r\n";
    }

    /** httpd resolves the name, and reads 010 as an octal number. */
    @ParameterizedTest
    @CsvSource({"localhost", "127.1", "203.0.113.010", "0xcb.0.113.7", "fe80::1%lo", "3405803783", "1.2.3.4/32", "256.1.1.1", "'<script>'"})
    void anEntryThatIsNotAnAddressInItsPlainFormIsNotUsed(String entry) throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, false);
                ProxyUnderTest proxy = new ProxyUnderTest("RemoteIPHeader X-Forwarded-For", "RemoteIPInternalProxy 127.0.0.1", "ProxyPass /a http://" + upstream.authority() + "/x")) {
            proxy.ask(request(entry));
            assertEquals(List.of(entry + ", 127.0.0.1"), upstream.requests().get(0).all("X-Forwarded-For"));
        }
    }

    @Test
    void theAccessLogAndTheForwardedFieldHaveTheAddressOfTheClient() throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, false); LogLines access = LogLines.only("passmatch.access");
                ProxyUnderTest proxy = new ProxyUnderTest("RemoteIPHeader X-Forwarded-For", "RemoteIPInternalProxy 127.0.0.1", "PassmatchAccessLog Text", "PassmatchForwarded Forwarded",
                        "ProxyPass /a http://" + upstream.authority() + "/x")) {
            proxy.ask(request("203.0.113.7"));
            access.await(1);
            assertTrue(access.lines().get(0).startsWith("203.0.113.7 "), access.lines()::toString);
            assertTrue(upstream.requests().get(0).field("Forwarded").startsWith("for=203.0.113.7;"), upstream.requests().get(0)::toString);
        }
    }

    @Test
    void aVirtualHostReplacesTheProxiesOfTheMainServer() throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, false);
                ProxyUnderTest proxy = new ProxyUnderTest("RemoteIPHeader X-Forwarded-For", "RemoteIPInternalProxy 127.0.0.1", "ProxyPass /a http://" + upstream.authority() + "/x",
                        "<VirtualHost *>", "ServerName other.example.org", "</VirtualHost>",
                        "<VirtualHost *>", "ServerName www.example.org", "RemoteIPInternalProxy 10.0.0.0/8", "</VirtualHost>")) {
            proxy.ask(request("203.0.113.7"));
            proxy.ask(request("203.0.113.7").replace("www", "other"));
            assertEquals(List.of("203.0.113.7, 127.0.0.1"), upstream.requests().get(0).all("X-Forwarded-For"));
            assertEquals(List.of("203.0.113.7"), upstream.requests().get(1).all("X-Forwarded-For"));
        }
    }

    /** A second reading of the rewritten field would take the address that the client itself has sent. */
    @Test
    void theRequestForAnErrorDocumentHasTheSameClient() throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, false);
                ProxyUnderTest proxy = new ProxyUnderTest("RemoteIPHeader X-Forwarded-For", "RemoteIPInternalProxy 127.0.0.1 203.0.113.7", "ErrorDocument 404 /a/sorry", "ProxyPass /a http://" + upstream.authority() + "/x",
                        "ProxyPass /b http://" + upstream.authority() + "/y")) {
            proxy.ask(request("198.51.100.1, unknown, 203.0.113.7").replace("/a/1", "/b/1%2F2"));
            assertEquals(List.of("198.51.100.1, unknown, 203.0.113.7"), upstream.requests().get(0).all("X-Forwarded-For"));
        }
    }

    @ParameterizedTest
    @CsvSource({"RemoteIPInternalProxy lb.example.org", "RemoteIPInternalProxy", "RemoteIPTrustedProxy 10.0.0.0/99", "RemoteIPTrustedProxy 10.0.0.0/255.0.255.0", "RemoteIPTrustedProxy 10.0.0.0/::255.255.0.0", "RemoteIPHeader", "RemoteIPHeader X-Forwarded-For:",
        "RemoteIPInternalProxyList no-such-file", "RemoteIPProxyProtocol On", "RemoteIPProxyProtocol maybe", "RemoteIPProxyProtocolExceptions", "RemoteIPProxyProtocolExceptions lb.example.org"})
    void aLineThatIsNotObeyedIsAnError(String line) {
        assertThrows(ConfigException.class, () -> ProxyUnderTest.read(line, "ProxyPass /a http://127.0.0.1:1/"));
    }

    @Test
    void aChangedListIsReadAgainAndADamagedOneChangesNothing(@TempDir Path folder) throws Exception {
        Path list = Files.writeString(folder.resolve("list"), "10.0.0.1\n");
        try (RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, false)) {
            Path file = Files.writeString(folder.resolve("proxy.conf"), "RemoteIPHeader X-Forwarded-For\nRemoteIPInternalProxyList list\nProxyPass /a http://" + upstream.authority() + "/x\n");
            ConfigOrigin origin = ConfigOrigin.file(file);
            ProxyFilter filter = new ProxyFilter(origin.read(), origin, Duration.ofHours(1));
            try (ProxyUnderTest proxy = ProxyUnderTest.of(filter)) {
                proxy.ask(request("203.0.113.7"));
                Files.writeString(list, "127.0.0.1 # this machine\n");
                for (int i = 0; i < 4; i++) filter.checkFiles();
                proxy.ask(request("203.0.113.7"));
                Files.writeString(list, "the balancer\n");
                for (int i = 0; i < 4; i++) filter.checkFiles();
                proxy.ask(request("203.0.113.7"));
            }
            assertEquals(List.of("203.0.113.7, 127.0.0.1", "203.0.113.7", "203.0.113.7"), upstream.requests().stream().map(seen -> seen.field("X-Forwarded-For")).toList());
        }
    }
}
