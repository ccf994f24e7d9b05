package io.github.passmatch.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.diagnose.figures.RuleFigures;
import io.github.passmatch.testing.LogLines;
import io.github.passmatch.testing.ProxyUnderTest;
import io.github.passmatch.testing.RawClient;
import io.github.passmatch.testing.RawUpstream;
import io.github.passmatch.upstream.outcome.LeaseVerdict;
import io.github.passmatch.upstream.outcome.ReleaseVerdict;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Why a connection was not reused, where the reason lies in what happened before. */
@Timeout(60)
class LeaseReasonTest {

    private static List<String> leases(ProxyUnderTest proxy, int count) {
        while (proxy.telemetry().recent().size() < count) LockSupport.parkNanos(1_000_000);
        return proxy.telemetry().recent().stream().map(exchange -> exchange.lease().toString()).toList();
    }

    /** The pool itself closes such a connection about a second after its time, before any request looks at it. */
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', textBlock = """
            ttl=1  | X: 1
            ttl=30 | Keep-Alive: timeout=2
            ttl=1  | Keep-Alive: timeout=20
            ''     | Keep-Alive: timeout=2, max=100
            """)
    void aPoolThatTheIdleLimitHasEmptiedSaysSo(String parameter, String field) throws Exception {
        try (RawUpstream upstream = RawUpstream.answering("HTTP/1.1 200 OK\r\n" + field + "\r\nContent-Length: 2\r\n\r\nok", false);
             ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority() + " " + parameter); RawClient client = new RawClient(proxy.port())) {
            client.send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n").read();
            assertTrue(upstream.awaitClosedConnection());
            for (int i = 0; i < 2; i++) client.send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n").read();
            assertEquals(List.of("reused(2)", "new:idle-limit", "new:pool-empty"), leases(proxy, 3));
        }
    }

    @Test
    void theReasonBelongsToAsManyRequestsAsConnectionsWereClosed() throws Exception {
        CountDownLatch bothAreThere = new CountDownLatch(2);
        CountDownLatch threeAreThere = new CountDownLatch(5);
        try (RawUpstream upstream = new RawUpstream(peer -> {
            while (peer.read() != null) {
                CountDownLatch together = bothAreThere.getCount() > 0 ? bothAreThere : threeAreThere;
                bothAreThere.countDown();
                threeAreThere.countDown();
                together.await();
                peer.send(RawUpstream.OK);
            }
        }); ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority() + " ttl=1");
             RawClient one = new RawClient(proxy.port()); RawClient two = new RawClient(proxy.port()); RawClient three = new RawClient(proxy.port())) {
            String get = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n";
            for (RawClient client : List.of(one, two)) client.send(get);
            for (RawClient client : List.of(one, two)) assertEquals(200, client.read().status());
            for (RawClient ignored : List.of(one, two)) assertTrue(upstream.awaitClosedConnection());
            for (RawClient client : List.of(one, two, three)) client.send(get);
            for (RawClient client : List.of(one, two, three)) assertEquals(200, client.read().status());
            assertEquals(List.of("new:idle-limit", "new:idle-limit", "new:pool-empty", "new:pool-empty", "new:pool-empty"), leases(proxy, 5).stream().sorted().toList());
        }
    }

    @Test
    void aRequestThatIsSentTwiceCountsOnceAndTheUpstreamThatClosesWithoutSayingSoIsNamed() throws Exception {
        int requests = 100;
        try (LogLines log = new LogLines("passmatch"); RawUpstream upstream = new RawUpstream(peer -> {
            for (int i = 1; peer.read() != null && i < 2; i++) peer.send(RawUpstream.OK);
        }); ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass /a http://" + upstream.authority())) {
            for (int i = 0; i < requests; i++) assertEquals(200, proxy.get("/a").status());
            log.await("0 of 100 exchanges got a kept connection; the upstream closes connections without announcing so: 99 of 100 requests were sent twice: raise the upstream's keep-alive time");
            RuleFigures figures = proxy.telemetry().rules().get(0);
            assertEquals(Map.of(LeaseVerdict.Reason.POOL_EMPTY, 1L, LeaseVerdict.Reason.REPLAY, requests - 1L), figures.leases());
            assertEquals(Map.of(ReleaseVerdict.Reason.KEPT, (long) requests, ReleaseVerdict.Reason.DIED, requests - 1L), figures.releases());
            assertEquals(0, figures.reuseRatio().orElseThrow());
            assertEquals(requests - 1, figures.replays());
        }
    }
}
