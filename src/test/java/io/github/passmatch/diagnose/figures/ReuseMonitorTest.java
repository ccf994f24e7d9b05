package io.github.passmatch.diagnose.figures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.upstream.outcome.LeaseVerdict;
import io.github.passmatch.upstream.outcome.ReleaseVerdict;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When the monitor warns, and what of. */
class ReuseMonitorTest {

    private static final long SECOND = 1_000_000_000L;
    private static final Optional<Duration> ANY = Optional.empty();

    private final ReuseMonitor monitor = new ReuseMonitor(0);

    private Optional<String> look(Map<LeaseVerdict.Reason, Long> leases, Map<ReleaseVerdict.Reason, Long> releases, Optional<Duration> keepFor, long seconds) {
        return monitor.check(leases, releases, keepFor, seconds * SECOND);
    }

    @Test
    void itIsTimeToLookEveryHundredExchanges() {
        for (int i = 1; i <= 300; i++) assertEquals(i % 100 == 0, monitor.isDue(), "exchange " + i);
    }

    @Test
    void anUpstreamThatClosesIsNamedWithTheCountAndTheCure() {
        assertEquals(Optional.of("0 of 100 exchanges got a kept connection; 100 connections were closed after the exchange because the response carried Connection: close"
                        + " (RFC 9112 §9.6): let the upstream keep its connections (in httpd KeepAlive On, in other servers the keep-alive setting), or write disablereuse=on if the upstream is meant to close them"),
                look(Map.of(LeaseVerdict.Reason.POOL_EMPTY, 100L), Map.of(ReleaseVerdict.Reason.UPSTREAM_SAID_CLOSE, 100L), ANY, 1));
    }

    @Test
    void requestsThatAreFartherApartThanTheIdleLimitAreTheCause() {
        assertEquals(Optional.of("0 of 100 exchanges got a kept connection; connections are closed while they are idle (idle limit 5 s, one request every 9 s): "
                        + "raise ttl= on the rule, and the upstream's keep-alive timeout too"),
                look(Map.of(LeaseVerdict.Reason.POOL_EMPTY, 100L), Map.of(ReleaseVerdict.Reason.KEPT, 100L), Optional.of(Duration.ofSeconds(5)), 900));
    }

    @Test
    void whatWasFoundWrongWithKeptConnectionsIsNamed() {
        Optional<String> said = look(Map.of(LeaseVerdict.Reason.POOL_EMPTY, 1L, LeaseVerdict.Reason.CLOSED_BY_UPSTREAM, 99L), Map.of(ReleaseVerdict.Reason.KEPT, 100L), ANY, 250);
        assertEquals(Optional.of("0 of 100 exchanges got a kept connection; 99 times the upstream had closed the kept connection while it was idle (one request every 2.5 s): "
                + "raise the upstream's keep-alive timeout; a ttl= below that timeout only closes the connection earlier"), said);
    }

    @Test
    void anUpstreamThatClosesWithoutSayingSoIsNamedByWhatWasSentTwice() {
        Optional<String> said = look(Map.of(LeaseVerdict.Reason.POOL_EMPTY, 1L, LeaseVerdict.Reason.REUSED, 3L, LeaseVerdict.Reason.REPLAY, 97L),
                Map.of(ReleaseVerdict.Reason.KEPT, 101L, ReleaseVerdict.Reason.DIED, 97L), ANY, 1);
        assertEquals(Optional.of("3 of 101 exchanges got a kept connection; the upstream closes connections without announcing so: 97 of 101 requests were sent twice: "
                + "raise the upstream's keep-alive timeout, or set ttl= on the rule to less than that timeout"), said);
    }

    @Test
    void moreAndMoreRequestsAtOnceAreNoReasonToWarn() {
        assertEquals(Optional.empty(), look(Map.of(LeaseVerdict.Reason.POOL_EMPTY, 100L), Map.of(ReleaseVerdict.Reason.KEPT, 20L), Optional.of(Duration.ofSeconds(5)), 1));
    }

    @Test
    void halfIsEnough() {
        assertEquals(Optional.empty(), look(Map.of(LeaseVerdict.Reason.REUSED, 50L, LeaseVerdict.Reason.POOL_EMPTY, 50L), Map.of(ReleaseVerdict.Reason.HTTP_1_0, 50L), ANY, 1));
    }

    @Test
    void onlyTheLastHundredCountAndItIsSaidOnce() {
        assertEquals(Optional.empty(), look(Map.of(LeaseVerdict.Reason.REUSED, 100L), Map.of(ReleaseVerdict.Reason.KEPT, 100L), ANY, 1));
        Map<LeaseVerdict.Reason, Long> leases = Map.of(LeaseVerdict.Reason.REUSED, 110L, LeaseVerdict.Reason.POOL_EMPTY, 90L);
        Optional<String> said = look(leases, Map.of(ReleaseVerdict.Reason.KEPT, 110L, ReleaseVerdict.Reason.NO_LENGTH, 90L), ANY, 2);
        assertTrue(said.orElseThrow().startsWith("10 of 100 exchanges got a kept connection; 90 connections were closed"), said::toString);
        assertFalse(look(Map.of(LeaseVerdict.Reason.POOL_EMPTY, 300L), Map.of(ReleaseVerdict.Reason.NO_LENGTH, 300L), ANY, 3).isPresent());
    }
}
