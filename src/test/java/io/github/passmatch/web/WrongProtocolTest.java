package io.github.passmatch.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.testing.LogLines;
import io.github.passmatch.testing.ProxyUnderTest;
import io.github.passmatch.testing.RawUpstream;
import io.github.passmatch.testing.TestCertificates;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An upstream that speaks something else than its rule says: 502 at once, and the log says what it speaks and what to write. */
@Timeout(60)
class WrongProtocolTest {

    private static String unescaped(String bytes) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < bytes.length(); i++) {
            if (bytes.charAt(i) != '\\') {
                out.append(bytes.charAt(i));
            } else if (bytes.charAt(i + 1) == 'x') {
                out.append((char) Integer.parseInt(bytes.substring(i + 2, i + 4), 16));
                i += 3;
            } else {
                out.append(bytes.charAt(++i) == 'r' ? '\r' : '\n');
            }
        }
        return out.toString();
    }

    private static void fails(ProxyUnderTest proxy, LogLines log, String kind, String said) throws Exception {
        assertEquals(502, proxy.get("/a").status());
        while (proxy.telemetry().recent().isEmpty()) LockSupport.parkNanos(1_000_000);
        assertEquals(kind, proxy.telemetry().recent().get(0).failure().kind().code());
        assertTrue(proxy.telemetry().recent().get(0).failure().getMessage().contains(said), proxy.telemetry().recent().get(0).failure()::getMessage);
        log.await(java.util.regex.Pattern.quote(said));
    }

    /** The server stays there and says no more, not even a line end. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            \\x15\\x03\\x01\\x00\\x02\\x02\\x46                   | speaks-tls | the upstream speaks TLS (its answer begins with "\\x15\\x03\\x01\\x00\\x02\\x02F"): write https:// in the rule's URL
            \\x16\\x03\\x03\\x00\\x7a                             | speaks-tls | : write https://
            SSH-2.0-OpenSSH_9.6\\r\\n                             | bad-answer | this is not HTTP/1: it begins with "SSH-2.0-OpenSSH_9.6\\r\\n"
            220 mail.example ESMTP                                | bad-answer | this is not HTTP/1: it begins with "220 mail.example ESMTP"
            HTTP/2.0 200 OK\\r\\n\\r\\n                           | bad-answer | this is not HTTP/1: it begins with "HTTP/2.0 200 OK\\r\\n\\r\\n"
            http/1.1 200 OK\\r\\n\\r\\n                           | bad-answer | begins with "http/1.1 200
            HTTP/1.1 2OO OK\\r\\n\\r\\n                           | bad-answer | begins with "HTTP/1.1 2OO OK\\r\\n"
            \\x00\\x00\\x12\\x04\\x00\\x00\\x00\\x00\\x00\\x00    | bad-answer | this is HTTP/2 (it begins with "\\x00\\x00\\x12\\x04\\x00\\x00\\x00\\x00\\x00\\x00"): let the upstream accept HTTP/1.1
            J\\x00\\x00\\x00\\x0a8.0.36\\x00                      | bad-answer | begins with "J\\x00\\x00\\x00\\n8.0.36\\x00"
            <html>\\x1b[2J"\\xe9\\xff                             | bad-answer | begins with "<html>\\x1b[2J\\"\\xe9\\xff"
            """)
    void whatIsNotHttpIsQuotedAndNamed(String bytes, String kind, String said) throws Exception {
        try (LogLines log = new LogLines("passmatch"); RawUpstream upstream = new RawUpstream(peer -> {
            peer.read();
            peer.send(unescaped(bytes));
            peer.readByte();
        }); ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority())) {
            fails(proxy, log, kind, said);
        }
    }

    @Test
    void aTlsServerBehindAnHttpRuleIsNamed(@TempDir Path directory) throws Exception {
        try (LogLines log = new LogLines("passmatch"); RawUpstream upstream = new RawUpstream(RawUpstream.Peer::read, new TestCertificates(directory).server("self-signed"), tls -> { });
             ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority())) {
            fails(proxy, log, "speaks-tls", "write https:// in the rule's URL");
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            HTTP/1.1 400 Bad Request\\r\\n\\r\\n | the upstream does not speak TLS (what it sends begins with "HTTP/
            HTTP/1.0 400 Bad Request\\r\\n\\r\\n | : write http:// in the rule's URL
            SSH-2.0-OpenSSH_9.6\\r\\n            | the upstream does not speak TLS (what it sends begins with "SSH-2
            """)
    void aServerWithoutTlsBehindAnHttpsRuleIsNamed(String bytes, String said) throws Exception {
        try (LogLines log = new LogLines("passmatch"); RawUpstream upstream = new RawUpstream(peer -> {
            peer.readByte();
            peer.send(unescaped(bytes));
            while (peer.readByte() >= 0) { }
        }); ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a https://" + upstream.authority())) {
            fails(proxy, log, "speaks-no-tls", said);
        }
    }

    @ParameterizedTest(name = "{0} of {1}")
    @CsvSource({"8300, 8192, ''", "10000, 8192, ''", "10000, 9000, responsefieldsize=9000"})
    void aFieldThatIsTooLongIsNamedAsSuch(int length, int limit, String parameter) throws Exception {
        try (LogLines log = new LogLines("passmatch"); RawUpstream upstream = RawUpstream.answering("HTTP/1.1 200 OK\r\nX: " + "x".repeat(length) + "\r\nContent-Length: 2\r\n\r\nok", true);
             ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority() + " " + parameter)) {
            fails(proxy, log, "field-too-long", "more than responsefieldsize=" + limit + " bytes");
        }
    }
}
