package io.github.passmatch.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.testing.LogLines;
import io.github.passmatch.testing.ProxyUnderTest;
import io.github.passmatch.testing.RawClient;
import io.github.passmatch.testing.RawUpstream;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that authenticates connections and not requests, as IIS does with NTLM: nobody gets a connection on which somebody else is logged in, and the login works. */
@Timeout(60)
class ConnectionLoginTest {

    /** Takes {@code <scheme> ONE}, then {@code <scheme> THREE-name} on the same connection; from then on every request on it is that user's. */
    private static RawUpstream loggingInConnections(String scheme, String moreFields) throws IOException {
        return new RawUpstream(peer -> {
            String user = null;
            boolean challenged = false;
            for (RawUpstream.Request request = peer.read(); request != null; request = peer.read()) {
                String token = request.field("Authorization") == null ? "" : request.field("Authorization").replaceFirst("^\\S+ ?", "");
                if (token.startsWith("THREE-") && challenged) user = token.substring(6);
                boolean begins = token.equals("ONE");
                challenged |= begins;
                String login = begins ? "WWW-Authenticate: " + scheme + " TWO\r\n" : user == null ? "WWW-Authenticate: " + scheme + "\r\n" : "Persistent-Auth: true\r\n";
                String body = user == null || begins ? "" : "hello " + user;
                peer.send("HTTP/1.1 " + (body.isEmpty() ? "401 Unauthorized" : "200 OK") + "\r\n" + login + moreFields + "Content-Length: " + body.length() + "\r\n\r\n" + body);
            }
        });
    }

    private static RawUpstream ntlm() throws IOException {
        return loggingInConnections("NTLM", "");
    }

    private static String ask(RawClient client, String... fields) throws IOException {
        String more = List.of(fields).stream().map(field -> field + "\r\n").collect(Collectors.joining());
        RawClient.Answer answer = client.send("GET /a/1 HTTP/1.1\r\nHost: h\r\n" + more + "\r\n").read();
        return answer.status() + " " + answer.body();
    }

    private static void logIn(RawClient client, String scheme, String user) throws IOException {
        assertEquals("401 ", ask(client));
        assertEquals("401 ", ask(client, "Authorization: " + scheme + " ONE"));
        assertEquals("200 hello " + user, ask(client, "Authorization: " + scheme + " THREE-" + user));
    }

    @ParameterizedTest
    @ValueSource(strings = {"NTLM", "Negotiate", "negotiate", "Kerberos"})
    void whoeverIsNotLoggedInGetsNothingOfWhoeverIs(String scheme) throws Exception {
        try (RawUpstream upstream = loggingInConnections(scheme, ""); ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority());
             RawClient alice = new RawClient(proxy.port()); RawClient bob = new RawClient(proxy.port())) {
            logIn(alice, scheme, "alice");
            for (int i = 0; i < 3; i++) {
                assertEquals("401 ", ask(bob));
                assertEquals("401 ", new String(proxy.get("/a").status() + " "));
                assertEquals("200 hello alice", ask(alice));
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"acquire=5000", "max=1", "max=2", "max=1 ttl=30", "smax=1 min=1"})
    void theStepsOfALoginGoOverOneConnectionWhateverElseThePoolHasToDo(String parameters) throws Exception {
        try (RawUpstream upstream = ntlm(); ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority() + " " + parameters);
             RawClient alice = new RawClient(proxy.port()); RawClient bob = new RawClient(proxy.port()); RawClient carol = new RawClient(proxy.port())) {
            assertEquals("401 ", ask(alice));
            assertEquals("401 ", ask(bob));
            assertEquals("401 ", ask(carol));
            assertEquals("401 ", ask(alice, "Authorization: NTLM ONE"));
            assertEquals("401 ", ask(carol));
            assertEquals("401 ", ask(bob, "Authorization: NTLM ONE"));
            assertEquals("401 ", new String(proxy.get("/a").status() + " "));
            assertEquals("200 hello alice", ask(alice, "Authorization: NTLM THREE-alice"));
            assertEquals("401 ", ask(carol));
            assertEquals("200 hello bob", ask(bob, "Authorization: NTLM THREE-bob"));
            for (int i = 0; i < 2; i++) {
                assertEquals("200 hello alice", ask(alice));
                assertEquals("200 hello bob", ask(bob));
                assertEquals("401 ", ask(carol));
            }
            assertEquals(1, connectionsOf(upstream, "THREE-alice"));
            List<Integer> alices = upstream.requests().stream().filter(request -> request.field("Authorization") != null && request.field("Authorization").endsWith("THREE-alice"))
                    .map(RawUpstream.Request::connection).toList();
            RawUpstream.Request first = upstream.requests().get(0);
            assertEquals(alices, List.of(first.connection()), "the offer, the challenge and the login");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"acquire=20s", "max=1 acquire=20s", "max=3 acquire=20s"})
    void manyWhoLogInAtTheSameTimeAreNeverMixedUp(String parameters) throws Exception {
        int clients = 8;
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        try (RawUpstream upstream = ntlm(); ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority() + " " + parameters)) {
            List<Callable<Void>> all = IntStream.range(0, clients).<Callable<Void>>mapToObj(number -> () -> {
                for (int round = 0; round < 5; round++) {
                    try (RawClient client = new RawClient(proxy.port())) {
                        String user = "user-" + number + "-" + round;
                        logIn(client, "NTLM", user);
                        for (int i = 0; i < 5; i++) {
                            assertEquals("200 hello " + user, ask(client));
                            assertEquals(401, proxy.get("/a").status());
                        }
                    }
                }
                return null;
            }).toList();
            for (Future<Void> one : threads.invokeAll(all)) one.get();
        } finally {
            threads.shutdown();
        }
    }

    private static long connectionsOf(RawUpstream upstream, String token) {
        return upstream.requests().stream().filter(request -> request.field("Authorization") != null && request.field("Authorization").endsWith(token))
                .map(RawUpstream.Request::connection).distinct().count();
    }

    @Test
    void aRuleThatKeepsNoConnectionsKeepsThoseNeitherAndSaysSo() throws Exception {
        try (LogLines log = new LogLines("io.github.passmatch.upstream.Logins"); RawUpstream upstream = ntlm();
             ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority() + " disablereuse=on"); RawClient alice = new RawClient(proxy.port())) {
            assertEquals("401 ", ask(alice));
            assertEquals("401 ", ask(alice, "Authorization: NTLM ONE"));
            assertEquals("401 ", ask(alice, "Authorization: NTLM THREE-alice"));
            assertEquals(3, upstream.connections());
            assertTrue(log.await(1).get(0).contains("add enablereuse=on to the rule"), log.lines()::toString);
        }
    }

    @Test
    void theRuleIsWarnedOfOnce() throws Exception {
        try (LogLines log = new LogLines("io.github.passmatch.upstream.Logins"); RawUpstream upstream = ntlm();
             ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority())) {
            for (String user : List.of("alice", "bob")) {
                try (RawClient client = new RawClient(proxy.port())) {
                    logIn(client, "NTLM", user);
                }
            }
            assertTrue(log.await(1).get(0).matches("rule 1 \\(test.conf:1\\): http://" + upstream.authority() + " logs in connections, .*"), log.lines()::toString);
        }
    }

    @Test
    void theConnectionEndsWithTheClientsOwn() throws Exception {
        try (RawUpstream upstream = ntlm(); ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority())) {
            for (String user : List.of("alice", "bob")) {
                try (RawClient client = new RawClient(proxy.port())) {
                    logIn(client, "NTLM", user);
                }
                assertTrue(upstream.awaitClosedConnection(), user);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ttl=1 | ''
            ''    | Keep-Alive: timeout=2
            """)
    void theConnectionEndsWhenItHasBeenIdleForTooLong(String parameters, String field) throws Exception {
        try (RawUpstream upstream = loggingInConnections("NTLM", field.isEmpty() ? "" : field + "\r\n");
             ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority() + " " + parameters); RawClient alice = new RawClient(proxy.port())) {
            logIn(alice, "NTLM", "alice");
            assertTrue(upstream.awaitClosedConnection());
            assertEquals("401 ", ask(alice));
            logIn(alice, "NTLM", "alice");
        }
    }

    @ParameterizedTest(name = "{0} | {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            X: 1                          | WWW-Authenticate: Basic realm="a, b", NTLM     | true
            X: 1                          | WWW-Authenticate: Basic realm="a"\\r\\nwww-authenticate: negotiate | true
            X: 1                          | WWW-Authenticate: Negotiate oRQwEqADCgEA       | true
            X: 1                          | Persistent-Auth: true                          | true
            X: 1                          | Persistent-Auth: false                         | false
            X: 1                          | WWW-Authenticate: Basic realm="NTLM"           | false
            X: 1                          | WWW-Authenticate: Bearer, Digest realm="n"     | false
            Authorization: Negotiate abc  | X: 1                                           | true
            Authorization: ntlm abc       | X: 1                                           | true
            Authorization: Basic bnRsbQ== | X: 1                                           | false
            Authorization: Bearer ntlm    | X: 1                                           | false
            """)
    void anyLoginOfAConnectionMakesItBelongToOneClient(String requestField, String responseField, boolean belongs) throws Exception {
        String answer = "HTTP/1.1 200 OK\r\n" + responseField.replace("\\r\\n", "\r\n") + "\r\nContent-Length: 2\r\n\r\nok";
        try (RawUpstream upstream = RawUpstream.answering(answer, false); ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority());
             RawClient alice = new RawClient(proxy.port()); RawClient bob = new RawClient(proxy.port())) {
            for (int i = 0; i < 2; i++) {
                assertEquals("200 ok", ask(alice, requestField));
                assertEquals("200 ok", ask(bob));
            }
            List<Integer> connections = upstream.requests().stream().map(RawUpstream.Request::connection).toList();
            assertEquals(belongs ? List.of(1, 2, 1, 2) : List.of(1, 1, 1, 1), connections);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1\r\nConnection: close", "HTTP/1.1\r\nConnection: x, Close", "HTTP/1.0"})
    void aConnectionIsNotKeptForAClientThatSaysItsLastRequest(String protocol) throws Exception {
        try (RawUpstream upstream = ntlm(); ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority()); RawClient alice = new RawClient(proxy.port())) {
            assertEquals("401 ", ask(alice, "Authorization: NTLM ONE"));
            RawClient.Answer last = alice.send("GET /a " + protocol + "\r\nHost: h\r\nAuthorization: NTLM THREE-alice\r\n\r\n").read();
            assertEquals("hello alice", last.body(), "the login itself goes on");
            assertTrue(upstream.awaitClosedConnection());
            assertEquals(1, upstream.connections());
            while (proxy.telemetry().recent().size() < 2) LockSupport.parkNanos(1_000_000);
            assertEquals("closed:connection-login", proxy.telemetry().recent().get(0).release().toString());
        }
    }

    @Test
    void clientsBehindOneConnectionOfAnotherProxyAreToldApart() throws Exception {
        try (RawUpstream upstream = ntlm(); ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority()); RawClient front = new RawClient(proxy.port())) {
            assertEquals("401 ", ask(front, "X-Forwarded-For: 10.0.0.1", "Authorization: NTLM ONE"));
            assertEquals("200 hello alice", ask(front, "X-Forwarded-For: 10.0.0.1", "Authorization: NTLM THREE-alice"));
            assertEquals("401 ", ask(front, "X-Forwarded-For: 10.0.0.2"));
            assertEquals("200 hello alice", ask(front, "X-Forwarded-For: 10.0.0.1"));
        }
    }
}
