package io.github.passmatch.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.testing.ProxyUnderTest;
import io.github.passmatch.testing.RawClient;
import io.github.passmatch.testing.RawUpstream;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the client gets when the upstream fails, and what it does not get to see. */
@Timeout(60)
class FailuresTest {

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            refused              | ProxyPass /a http://127.0.0.1:1/                                   | 503
            unknown host         | ProxyPass /a http://nonexistent.invalid/                           | 502
            no answer in time    | ProxyPass /a http://{upstream}/ timeout=300ms                      | 504
            ProxyTimeout         | ProxyTimeout 300ms \\n ProxyPass /a http://{upstream}/             | 504
            disabled             | ProxyPass /a http://{upstream}/ status=+D                          | 503
            captured bad port    | ProxyPassMatch ^/a/(.*) http://127.0.0.1:$1/                       | 400
            captured bad host    | ProxyPassMatch ^/a/(.*)$ http://x$1/                               | 400
            """)
    void aFailureHasItsStatus(String what, String rule, int status) throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        try (RawUpstream upstream = new RawUpstream(peer -> done.await(30, TimeUnit.SECONDS));
             ProxyUnderTest proxy = new ProxyUnderTest(rule.replace("{upstream}", upstream.authority()).split("\\\\n"))) {
            RawClient.Answer answer = proxy.get("/a/%40evil");
            done.countDown();
            assertEquals(status, answer.status());
            assertFalse(answer.body().contains("127.0.0.1") || answer.body().contains("invalid"), "the page names no internals: " + answer.body());
            assertTrue(answer.body().length() < 100, "the page is small");
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            nothing                          |
            garbage                          | garbage
            HTTP/2                           | HTTP/2.0 200 OK\\r\\n\\r\\n
            no status                        | HTTP/1.1 abc\\r\\n\\r\\n
            status of two digits             | HTTP/1.1 99\\r\\n\\r\\n
            two empty lines first            | \\r\\n\\r\\nHTTP/1.1 200 OK\\r\\nContent-Length: 0\\r\\n\\r\\n
            end within the head              | HTTP/1.1 200 OK\\r\\nX: 1\\r\\n
            end within a field               | HTTP/1.1 200 OK\\r\\nContent-Len
            line without colon               | HTTP/1.1 200 OK\\r\\nbogus\\r\\nContent-Length: 0\\r\\n\\r\\n
            blank before the colon           | HTTP/1.1 200 OK\\r\\nX : 1\\r\\nContent-Length: 0\\r\\n\\r\\n
            field without a name             | HTTP/1.1 200 OK\\r\\n: 1\\r\\nContent-Length: 0\\r\\n\\r\\n
            length that is not a number      | HTTP/1.1 200 OK\\r\\nContent-Length: abc\\r\\n\\r\\n
            signed length                    | HTTP/1.1 200 OK\\r\\nContent-Length: +2\\r\\n\\r\\nok
            two different lengths            | HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\nContent-Length: 3\\r\\n\\r\\nok
            unknown coding                   | HTTP/1.1 200 OK\\r\\nTransfer-Encoding: gzip\\r\\n\\r\\nok
            broken first chunk               | HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nzz\\r\\n
            switching unasked                | HTTP/1.1 101 Switching Protocols\\r\\nUpgrade: x\\r\\nConnection: Upgrade\\r\\n\\r\\n
            """)
    void anAnswerThatIsNoHttpIsABadGateway(String what, String raw) throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(raw == null ? "" : raw.replace("\\r\\n", "\r\n"), true);
             ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority())) {
            assertEquals(502, proxy.get("/a").status());
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            one empty line first             | \\r\\nHTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\n\\r\\nok
            bare line feeds                  | HTTP/1.1 200 OK\\nContent-Length: 2\\n\\nok
            the status twice                 | HTTP/1.1 200 OK\\r\\nHTTP/1.0 200 OK\\r\\nContent-Length: 2\\r\\n\\r\\nok
            a folded field                   | HTTP/1.1 200 OK\\r\\nX: 1\\r\\n  2\\r\\nContent-Length: 2\\r\\n\\r\\nok
            interim answers                  | HTTP/1.1 103 Early Hints\\r\\nLink: x\\r\\n\\r\\nHTTP/1.1 100 Continue\\r\\n\\r\\nHTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\n\\r\\nok
            the same length twice            | HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\nContent-Length: 2\\r\\n\\r\\nok
            no reason phrase                 | HTTP/1.1 200\\r\\nContent-Length: 2\\r\\n\\r\\nok
            """)
    void whatHttpdPutsUpWithIsPutUpWith(String what, String raw) throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(raw.replace("\\r\\n", "\r\n").replace("\\n", "\n"), false);
             ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority())) {
            RawClient.Answer answer = proxy.get("/a");
            assertEquals(200, answer.status());
            assertEquals("ok", answer.body());
        }
    }

    @Test
    void tooManyInterimAnswersAreABadGateway() throws Exception {
        String raw = "HTTP/1.1 102 Processing\r\n\r\n".repeat(10) + RawUpstream.OK;
        try (RawUpstream upstream = RawUpstream.answering(raw, false); ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority())) {
            assertEquals(502, proxy.get("/a").status());
        }
    }

    @Test
    void anOversizedHeadIsABadGateway() throws Exception {
        for (String head : List.of("X: " + "a".repeat(9000), "X: 1\r\n".repeat(600).strip())) {
            try (RawUpstream upstream = RawUpstream.answering("HTTP/1.1 200 OK\r\n" + head + "\r\nContent-Length: 0\r\n\r\n", false);
                 ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority())) {
                assertEquals(502, proxy.get("/a").status());
            }
        }
    }

    @Test
    void aRegularExpressionCannotHangAThread() throws Exception {
        try (ProxyUnderTest proxy = new ProxyUnderTest("ProxyPassMatch \"^/((a|aa)+)+\\1!$\" http://127.0.0.1:1/$1")) {
            for (int i = 0; i < 3; i++) assertEquals(500, proxy.get("/" + "a".repeat(60) + "-").status());
        }
    }

    @ParameterizedTest
    @CsvSource({"/.evil.example/", "/@evil.example/", "/:1/", "//evil.example/", "/%2e%2e%40evil"})
    void aPathCannotChangeTheAuthority(String path) throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, false); ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass / http://" + upstream.authority())) {
            assertEquals(200, proxy.get(path).status());
            assertEquals(upstream.authority(), upstream.requests().get(0).field("Host"));
        }
    }

    @Test
    void aWorkerWithoutIgnoreErrorsIsLeftAloneAfterAFailedConnect() throws Exception {
        try (ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://127.0.0.1:1/ status=-I retry=60")) {
            assertEquals(503, proxy.get("/a").status());
            assertEquals(503, proxy.get("/a").status());
        }
    }
}
