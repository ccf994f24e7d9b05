package io.github.passmatch.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.config.ConfigReader;
import io.github.passmatch.config.problem.ConfigSource;
import io.github.passmatch.rules.Field;
import io.github.passmatch.rules.match.Rule;
import io.github.passmatch.rules.target.Authority;
import io.github.passmatch.rules.target.UpstreamTarget;
import io.github.passmatch.testing.RawUpstream;
import io.github.passmatch.upstream.outcome.UpstreamFailure;
import io.github.passmatch.upstream.request.RequestBody;
import io.github.passmatch.upstream.request.UpstreamRequest;
import io.github.passmatch.upstream.time.ResponseListener;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests how a new configuration keeps upstreams of the previous one. */
@Timeout(30)
class UpstreamsTest {

    private final AtomicLong clock = new AtomicLong();

    static List<Rule> rules(String... lines) throws Exception {
        return ConfigReader.read(new ConfigSource("test.conf", String.join("\n", lines)), Map.of()).config().rules();
    }

    @Test
    void whatTheNextConfigurationHasTooIsTakenOverUnderItsNewNumberAndTheRestDrains() throws Exception {
        try (Upstreams first = new Upstreams(rules("ProxyPass /a http://a/", "ProxyPass /b http://b/"), clock::get, Observer.NONE)) {
            List<Rule> later = rules("ProxyPass /c http://c/", "ProxyPass /b http://b/");
            Upstreams second = first.successor(later);
            first.retire(second);
            Upstream kept = first.all().get(1);
            assertSame(kept, second.of(later.get(1)));
            assertSame(later.get(1), kept.rule());
            assertNotSame(first.all().get(0), second.of(later.get(0)));
            assertTrue(first.all().get(0).isDraining());
            assertFalse(kept.isDraining());
        }
    }

    @Test
    void membersWithoutALineComeAndGoAndKeepTheirConnectionsInTheNextConfiguration() throws Exception {
        try (RawUpstream server = RawUpstream.answering(RawUpstream.OK, true); Upstreams first = new Upstreams(rules("ProxyPass /a http://a/"), clock::get, Observer.NONE)) {
            Rule member = rules("ProxyPass /m http://" + server.authority()).get(0).numbered(7);
            Rule other = rules("ProxyPass /m http://other/").get(0).numbered(8);
            first.useMembers(List.of(member));
            first.useMembers(List.of(member, other));
            Upstream kept = first.of(member);
            Upstream gone = first.of(other);
            exchange(kept, server);
            assertEquals(1, kept.idle());
            first.useMembers(List.of(member));
            assertTrue(gone.isDraining());
            assertSame(gone, first.of(other), "for a request that has chosen it already");
            assertEquals(List.of(first.of(rules("ProxyPass /a http://a/").get(0)), kept), first.all());
            Upstreams second = first.successor(rules("ProxyPass /b http://b/", "ProxyPass /a http://a/"), List.of(member.numbered(3)));
            first.retire(second);
            assertSame(kept, second.of(member.numbered(3)));
            assertFalse(kept.isDraining());
            second.useMembers(List.of());
            assertEquals(0, kept.idle());
        }
    }

    @Test
    void anUpstreamThatIsGoneIsClosedWithTheLastConfigurationInUseThatHadIt() throws Exception {
        try (RawUpstream server = RawUpstream.answering(RawUpstream.OK, false);
             Upstreams first = new Upstreams(rules("ProxyPass /a http://" + server.authority()), clock::get, Observer.NONE)) {
            Upstreams second = first.successor(rules("# moved", "ProxyPass /a http://" + server.authority()));
            first.retire(second);
            Upstreams third = second.successor(rules("# gone"));
            second.retire(third);
            second.release();
            exchange(first.all().get(0), server);       // an exchange that began under the first configuration
            first.release();
            assertEquals(UpstreamFailure.Kind.SHUT_DOWN, assertThrows(UpstreamFailure.class, () -> exchange(first.all().get(0), server)).kind());
        }
    }

    @Test
    void exchangesUnderARuleThatIsGoneAreCutAfterFiveMinutes() throws Exception {
        try (RawUpstream server = new RawUpstream(peer -> {
                 peer.read();
                 peer.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n");
                 peer.readByte();
             }); Upstreams first = new Upstreams(rules("ProxyPass /a http://" + server.authority()), clock::get, Observer.NONE)) {
            try (Exchange exchange = first.all().get(0).open(request(server), ResponseListener.PATIENT)) {
                first.retire(first.successor(rules("# gone")));
                clock.addAndGet(Duration.ofMinutes(5).toNanos());
                UpstreamFailure failure = assertThrows(UpstreamFailure.class, () -> exchange.read(new byte[9]));
                assertEquals(UpstreamFailure.Kind.BODY, failure.kind());
                assertTrue(server.awaitClosedConnection());
            }
            assertEquals(0, first.leased());
        }
    }

    /** A connection that the pool passes from one request to the next at that moment must not be closed while the next request uses it. */
    @Test
    void aConnectionThatIsReleasedAsItsRuleGoesServesWhoWaitsForItAndIsClosedThen() throws Exception {
        AtomicReference<Runnable> atRelease = new AtomicReference<>();
        Thread releasing = Thread.currentThread();
        LongSupplier releasesLookAtIt = () -> {
            Runnable action = Thread.currentThread() == releasing ? atRelease.getAndSet(null) : null;
            if (action != null) action.run();
            return clock.get();
        };
        try (RawUpstream server = RawUpstream.answering(RawUpstream.OK, false);
             Upstreams first = new Upstreams(rules("ProxyPass /a http://" + server.authority() + " max=1"), releasesLookAtIt, Observer.NONE)) {
            Upstream upstream = first.all().get(0);
            FutureTask<Void> next = new FutureTask<>(() -> {
                exchange(upstream, server);
                return null;
            });
            try (Exchange exchange = upstream.open(request(server), ResponseListener.PATIENT)) {
                while (exchange.read(new byte[8]) >= 0) { }
                exchange.complete();
                new Thread(next, "waiting").start();
                while (upstream.waiting() == 0) Thread.onSpinWait();
                Upstreams second = first.successor(rules("# gone"));
                atRelease.set(() -> first.retire(second));
            }
            next.get();
            assertNull(atRelease.get(), "the release has not looked at the clock");
            for (int i = 0; i < server.connections(); i++) assertTrue(server.awaitClosedConnection(), "a connection is still open");
            assertEquals(0, first.leased());
        }
    }

    /** As with HTTP/2, where the requests on one connection may be from several clients. */
    @Test
    void aConnectionThatMayCarryALoginIsClosedWhereNoClientConnectionCanOwnIt() throws Exception {
        try (RawUpstream server = RawUpstream.answering("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: NTLM\r\nContent-Length: 0\r\n\r\n", false);
             Upstreams upstreams = new Upstreams(rules("ProxyPass /a http://" + server.authority()), clock::get, Observer.NONE)) {
            for (int i = 1; i <= 2; i++) {
                Exchange exchange = upstreams.all().get(0).open(request(server), ResponseListener.PATIENT);
                exchange.complete();
                exchange.close();
                assertEquals("closed:connection-login", exchange.releaseVerdict().toString());
                assertTrue(server.awaitClosedConnection());
                assertEquals(i, server.connections());
            }
        }
    }

    static void exchange(Upstream upstream, RawUpstream server) throws Exception {
        try (Exchange exchange = upstream.open(request(server), ResponseListener.PATIENT)) {
            while (exchange.read(new byte[8]) >= 0) { }
            exchange.complete();
        }
    }

    static UpstreamRequest request(RawUpstream server) {
        return request("http", server.port());
    }

    static UpstreamRequest request(String scheme, int port) {
        Authority authority = new Authority(scheme, "127.0.0.1", port);
        return new UpstreamRequest("GET", new UpstreamTarget(authority, "/a"), List.of(new Field("Host", "h")), RequestBody.EMPTY, Set.of(), Optional.empty(), Optional.empty());
    }
}
