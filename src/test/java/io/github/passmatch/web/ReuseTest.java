package io.github.passmatch.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.testing.ProxyUnderTest;
import io.github.passmatch.testing.RawClient;
import io.github.passmatch.testing.RawUpstream;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which connection a request arrives on, as the upstream sees it. */
@Timeout(60)
class ReuseTest {

    @ParameterizedTest(name = "{0}: {1} connections for 3 requests, Connection: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            ProxyPass /a http://{upstream}/x                                              | 1 | Keep-Alive
            ProxyPass /a http://{upstream}/x disablereuse=on                              | 3 | close
            ProxyPassMatch ^/a/(.*) http://{upstream}/$1                                  | 3 | close
            ProxyPassMatch ^/a/(.*) http://{upstream}/$1 enablereuse=on                   | 1 | Keep-Alive
            ProxyPassMatch ^/a/(.*) http://{upstream}/$1 addressttl=60                    | 3 | close
            ProxyPassMatch ^/a/(.*) http://{upstream}/$1 keepalive=on                     | 3 | close
            ProxyPass ~ ^/a/(.*) http://{upstream}/$1                                     | 3 | close
            ProxyPass /a http://{upstream}/x enablereuse=on disablereuse=on               | 3 | close
            ProxyPass /a http://{upstream}/x max=1                                        | 1 | Keep-Alive
            ProxyPassMatch ^/a/(.*) http://127.0.0.$1:{port}/ enablereuse=on              | 3 | close
            """)
    void reuseFollowsTheRule(String rule, int connections, String connectionField) throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, false);
             ProxyUnderTest proxy = new ProxyUnderTest(rule.replace("{upstream}", upstream.authority()).replace("{port}", "" + upstream.port()))) {
            for (int i = 0; i < 3; i++) assertEquals(200, proxy.get("/a/1").status());
            assertEquals(connections, upstream.connections());
            for (RawUpstream.Request request : upstream.requests()) assertEquals(connectionField, request.field("Connection"));
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            said close            | HTTP/1.1 200 OK\\r\\nConnection: x, Close\\r\\nContent-Length: 2\\r\\n\\r\\nok
            HTTP/1.0              | HTTP/1.0 200 OK\\r\\nConnection: keep-alive\\r\\nContent-Length: 2\\r\\n\\r\\nok
            both lengths          | HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\nContent-Length: 2\\r\\n\\r\\n2\\r\\nok\\r\\n0\\r\\n\\r\\n
            extra bytes           | HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\n\\r\\nokHTTP/1.1 200 OK\\r\\nContent-Length: 4\\r\\n\\r\\nevil
            body of a 204         | HTTP/1.1 204 No Content\\r\\n\\r\\nsurplus
            idle limit of zero    | HTTP/1.1 200 OK\\r\\nKeep-Alive: timeout=0\\r\\nContent-Length: 2\\r\\n\\r\\nok
            """)
    void anAnswerThatEndsTheConnectionIsNotFollowedOnIt(String why, String raw) throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(raw.replace("\\r\\n", "\r\n"), false);
             ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority())) {
            for (int i = 0; i < 3; i++) {
                RawClient.Answer answer = proxy.get("/a");
                assertTrue(answer.status() == 200 && answer.body().equals("ok") || answer.status() == 204, answer::toString);
            }
            assertEquals(3, upstream.connections());
        }
    }

    @Test
    void connectionIsReusedAfterHeadAndAfterAnEmptyResponse() throws Exception {
        try (RawUpstream upstream = RawUpstream.answering("HTTP/1.1 304 Not Modified\r\nContent-Length: 17\r\n\r\n", false);
             ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority())) {
            for (int i = 0; i < 3; i++) assertEquals(304, proxy.get("/a").status());
            assertEquals(304, proxy.ask("HEAD /a HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n").status());
            assertEquals(1, upstream.connections());
        }
    }

    @ParameterizedTest
    @CsvSource({"GET", "POST"})
    void aConnectionThatTheUpstreamClosedWhileIdleCostsTheUserNothing(String method) throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, true);
             ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority())) {
            for (int i = 0; i < 20; i++) {
                RawClient.Answer answer = proxy.ask(method + " /a HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello");
                assertEquals(200, answer.status());
                assertTrue(upstream.awaitClosedConnection(), "the upstream closes while the connection is idle, not under the next request");
            }
            assertEquals(20, upstream.requests().size());
        }
    }

    @Test
    void aGetIsSentOnceMoreWhenAKeptConnectionDiesUnderIt() throws Exception {
        try (RawUpstream upstream = dyingAtTheSecondRequest(); ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority())) {
            assertEquals(200, proxy.get("/a/1").status());
            assertEquals(200, proxy.get("/a/2").status());
            assertEquals(List.of("/1", "/2", "/2"), upstream.requests().stream().map(RawUpstream.Request::target).toList());
            assertEquals(2, upstream.connections());
        }
    }

    @Test
    void aPostThatTheUpstreamMayHaveActedOnIsNeverSentTwice() throws Exception {
        try (RawUpstream upstream = dyingAtTheSecondRequest(); ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority())) {
            assertEquals(200, proxy.get("/a/1").status());
            assertEquals(502, proxy.ask("POST /a/2 HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello").status());
            assertEquals(List.of("/1", "/2"), upstream.requests().stream().map(RawUpstream.Request::target).toList());
        }
    }

    private static RawUpstream dyingAtTheSecondRequest() throws Exception {
        return new RawUpstream(peer -> {
            for (int i = 1; peer.read() != null; i++) {
                if (peer.number() == 1 && i == 2) return;
                peer.send(RawUpstream.OK);
            }
        });
    }

    @ParameterizedTest(name = "disablereuse={0}")
    @CsvSource({"off", "on"})
    void maxBoundsConnectionsAndTheWaitForOneIsBoundedToo(String disable) throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        try (RawUpstream upstream = new RawUpstream(peer -> {
                 while (peer.read() != null) {
                     arrived.countDown();
                     go.await(20, TimeUnit.SECONDS);
                     peer.send(RawUpstream.OK);
                 }
             });
             ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority() + " max=1 acquire=200 disablereuse=" + disable);
             RawClient first = new RawClient(proxy.port())) {
            first.send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n");
            assertTrue(arrived.await(10, TimeUnit.SECONDS));
            assertEquals(503, proxy.get("/a").status());
            go.countDown();
            assertEquals(200, first.read().status());
            assertEquals(200, proxy.get("/a").status());
            assertEquals(2, upstream.requests().size());
        }
    }

    @Test
    void proxyInitialNotPooledTakesANewConnectionForEachClientConnection() throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, false);
             ProxyUnderTest proxy = new ProxyUnderTest("SetEnv proxy-initial-not-pooled 1", "ProxyPass /a http://" + upstream.authority())) {
            for (int client = 1; client <= 2; client++) {
                try (RawClient one = new RawClient(proxy.port())) {
                    for (int i = 0; i < 2; i++) assertEquals(200, one.send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n").read().status());
                }
            }
            assertEquals(List.of(1, 1, 2, 2), upstream.requests().stream().map(RawUpstream.Request::connection).toList());
            assertEquals("Keep-Alive", upstream.requests().get(0).field("Connection"));
        }
    }

    @Test
    void answersDoNotMixAmongManyClients() throws Exception {
        AtomicInteger wrong = new AtomicInteger();
        try (RawUpstream upstream = new RawUpstream(peer -> {
                 for (RawUpstream.Request request = peer.read(); request != null; request = peer.read())
                     peer.send("HTTP/1.1 200 OK\r\nContent-Length: " + request.target().length() + "\r\n\r\n" + request.target());
             });
             ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority() + "/a")) {
            Thread[] clients = new Thread[32];
            for (int c = 0; c < clients.length; c++) {
                String name = "/a/" + c;
                clients[c] = new Thread(() -> {
                    try (RawClient client = new RawClient(proxy.port())) {
                        for (int i = 0; i < 50; i++)
                            if (!client.send("GET " + name + "-" + i + " HTTP/1.1\r\nHost: h\r\n\r\n").read().body().equals(name + "-" + i)) wrong.incrementAndGet();
                    } catch (Exception e) {
                        wrong.incrementAndGet();
                    }
                });
                clients[c].start();
            }
            for (Thread client : clients) client.join();
            assertEquals(0, wrong.get());
            assertTrue(upstream.connections() <= 32, () -> upstream.connections() + " connections");
        }
    }
}
