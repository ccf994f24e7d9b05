package io.github.passmatch.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.passmatch.testing.ProxyUnderTest;
import io.github.passmatch.testing.RawUpstream;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the upstream is told of the client's connection beyond httpd's three fields. */
@Timeout(60)
class ForwardedFieldsTest {

    @ParameterizedTest(name = "PassmatchForwarded {0}, Host: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            Off         | www.example.org      | evil           | 1     | for=6.6.6.6;proto=evil
            X-Forwarded | www.example.org:8443 | http           | 8443  | for=6.6.6.6;proto=evil
            X-Forwarded | www.example.org      | http           | 80    | for=6.6.6.6;proto=evil
            Forwarded   | www.example.org:8443 | evil           | 1     | for=6.6.6.6;proto=evil, for=127.0.0.1;proto=http;host="www.example.org:8443"
            both        | www.example.org      | http           | 80    | for=6.6.6.6;proto=evil, for=127.0.0.1;proto=http;host=www.example.org
            """)
    void schemeAndPortAreReplacedAndForwardedIsAppendedTo(String mode, String host, String proto, String port, String forwarded) throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, false);
             ProxyUnderTest proxy = new ProxyUnderTest("PassmatchForwarded " + mode, "ProxyPass /a http://" + upstream.authority())) {
            proxy.ask("GET /a HTTP/1.1\r\nHost: " + host + "\r\nX-Forwarded-Proto: evil\r\nX-Forwarded-Port: 1\r\nForwarded: for=6.6.6.6;proto=evil\r\nConnection: close\r\n\r\n");
            RawUpstream.Request seen = upstream.requests().get(0);
            assertEquals(List.of(proto), seen.all("X-Forwarded-Proto"));
            assertEquals(List.of(port), seen.all("X-Forwarded-Port"));
            assertEquals(List.of(forwarded), seen.all("Forwarded"));
        }
    }

    @ParameterizedTest(name = "{0} over plain http")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            https://www.example.com/a      | 80   | www.example.com
            HTTPS://www.example.com/a      | 80   | www.example.com
            ftp://www.example.com/a        | 80   | www.example.com
            http://www.example.com/a       | 80   | www.example.com
            https://www.example.com:8443/a | 8443 | "www.example.com:8443"
            https://www.example.com:443/a  | 443  | "www.example.com:443"
            """)
    void theSchemeIsThatOfTheConnectionAndNotOfTheRequestLine(String target, String port, String host) throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, false);
             ProxyUnderTest proxy = new ProxyUnderTest("PassmatchForwarded Both", "ProxyPass /a http://" + upstream.authority())) {
            proxy.get(target);
            RawUpstream.Request seen = upstream.requests().get(0);
            assertEquals(List.of("http"), seen.all("X-Forwarded-Proto"));
            assertEquals(List.of(port), seen.all("X-Forwarded-Port"));
            assertEquals(List.of("for=127.0.0.1;proto=http;host=" + host), seen.all("Forwarded"));
        }
    }

    @ParameterizedTest
    @CsvSource({"X-Forwarded", "Both"})
    void aClientCannotHaveThemRemoved(String mode) throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, false);
             ProxyUnderTest proxy = new ProxyUnderTest("PassmatchForwarded " + mode, "ProxyPass /a http://" + upstream.authority())) {
            proxy.ask("GET /a HTTP/1.1\r\nHost: h\r\nX_Forwarded_Proto: evil\r\nConnection: close, X-Forwarded-Proto, X-Forwarded-Port, Forwarded\r\n\r\n");
            RawUpstream.Request seen = upstream.requests().get(0);
            assertEquals(List.of("http"), seen.all("X-Forwarded-Proto"));
            assertEquals(List.of("80"), seen.all("X-Forwarded-Port"));
            assertEquals(List.of(), seen.all("X_Forwarded_Proto"));
        }
    }
}
