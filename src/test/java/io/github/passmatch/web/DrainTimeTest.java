package io.github.passmatch.web;

import static io.github.passmatch.testing.TunnelClient.CONSENT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.testing.LogLines;
import io.github.passmatch.testing.ProxyUnderTest;
import io.github.passmatch.testing.RawClient;
import io.github.passmatch.testing.RawUpstream;
import io.github.passmatch.testing.TunnelClient;
import io.github.passmatch.upstream.Upstream;
import io.github.passmatch.upstream.outcome.ExchangeResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code draintime} ends: sessions, requests and tunnels of a member that drains, and those of a member that a reload removes. */
@Timeout(60)
class DrainTimeTest {

    private static final String MANAGER = "<Location /bm>\nSetHandler balancer-manager\n</Location>\nProxyPass /bm !\n";

    @TempDir
    private Path directory;

    /** Answers with its name, and opens tunnels; a never answers /slow. */
    private static RawUpstream member(String name) throws Exception {
        return new RawUpstream(peer -> {
            for (RawUpstream.Request head = peer.read(); head != null; head = peer.read()) {
                if (head.target().equals("/ws")) {
                    peer.send(CONSENT);
                    peer.echo();
                    return;
                }
                if (!name.equals("a") || !head.target().equals("/slow")) peer.send("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n" + name);
            }
        });
    }

    private static String balancer(String settings, RawUpstream... members) {
        StringBuilder lines = new StringBuilder(MANAGER + "<Proxy balancer://c>\n");
        for (int i = 0; i < members.length; i++) lines.append("BalancerMember http://").append(members[i].authority()).append(" upgrade=websocket route=r").append(i).append('\n');
        return lines + "ProxySet nonce=abc stickysession=S " + settings + "\n</Proxy>\nProxyPass / balancer://c/\n";
    }

    private static String withSession(String target, String route) {
        return "GET " + target + " HTTP/1.1\r\nHost: www.example.org\r\nCookie: S=1." + route + "\r\nConnection: close\r\n\r\n";
    }

    private static void drain(ProxyUnderTest proxy, RawUpstream member, int on) throws Exception {
        String form = "b=c&nonce=abc&w=http://" + member.authority() + "&w_status_N=" + on;
        RawClient.Answer answer = proxy.ask("POST /bm HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " + form.length() + "\r\n\r\n" + form);
        assertTrue(answer.body().contains("Changed: status N"), answer.body());
    }

    private static Upstream upstream(ProxyUnderTest proxy, RawUpstream member) {
        return proxy.telemetry().rules().stream().map(figures -> figures.upstream()).filter(one -> one.rule().toString().endsWith(member.authority())).findFirst().orElseThrow();
    }

    private static void awaitDrained(ProxyUnderTest proxy) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (count(proxy) == 0 && System.nanoTime() < end) LockSupport.parkNanos(1_000_000);
        assertEquals(1, count(proxy), () -> proxy.telemetry().recent().stream().map(one -> one.path() + " " + one.ending()).toList().toString());
    }

    private static long count(ProxyUnderTest proxy) {
        return proxy.telemetry().recent().stream().filter(one -> one.ending() == ExchangeResult.TUNNEL_DRAINED).count();
    }

    @Test
    void afterDraintimeTunnelsEndAndTheSessionsMove() throws Exception {
        try (RawUpstream a = member("a"); RawUpstream b = member("b"); LogLines log = new LogLines("passmatch"); ProxyUnderTest proxy = new ProxyUnderTest(balancer("draintime=1", a, b))) {
            TunnelClient tunnel = new TunnelClient(proxy.port());
            RawClient slow = new RawClient(proxy.port());
            try (tunnel; slow) {
                assertEquals(101, tunnel.ask("/ws", "Cookie: S=1.r0\r\n" + TunnelClient.WEBSOCKET).status());
                assertTrue(tunnel.echoes("x"));
                slow.send(withSession("/slow", "r0"));
                while (upstream(proxy, a).leased() < 2) Thread.onSpinWait();
                drain(proxy, a, 1);
                assertEquals("a", proxy.ask(withSession("/x", "r0")).body(), "a session stays");
                assertEquals("b", proxy.get("/x").body(), "a new one goes elsewhere");
                awaitDrained(proxy);
                assertTrue(tunnel.raw().isClosed());
                assertEquals("b", slow.read().body(), "the request in flight was cut, and may be repeated");
                log.await("balancer://c: http://" + a.authority() + " \\(test.conf:6\\) drains, and after draintime \\(1 s\\) its last [12] connections are cut");
            }
            assertEquals("b", proxy.ask(withSession("/x", "r0")).body());
            proxy.awaitNothingLeased();
            assertEquals(0, upstream(proxy, a).idle());
            drain(proxy, a, 0);
            assertEquals("a", proxy.ask(withSession("/x", "r0")).body(), "it takes requests again");
        }
    }

    @Test
    void afterAReloadWithoutTheMemberItsTunnelsEndAfterDraintime() throws Exception {
        try (RawUpstream a = member("a"); RawUpstream b = member("b")) {
            Path file = Files.writeString(directory.resolve("rules.conf"), balancer("draintime=1", a, b));
            try (ProxyUnderTest proxy = ProxyUnderTest.ofFile(file); TunnelClient tunnel = new TunnelClient(proxy.port())) {
                assertEquals(101, tunnel.ask("/ws", "Cookie: S=1.r0\r\n" + TunnelClient.WEBSOCKET).status());
                Files.writeString(file, balancer("draintime=1", b));
                assertTrue(proxy.reload());
                assertTrue(tunnel.echoes("goes on"));
                awaitDrained(proxy);
                assertTrue(tunnel.raw().isClosed());
            }
        }
    }
}
