package io.github.passmatch.diagnose.figures;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.passmatch.upstream.outcome.ExchangeResult;
import io.github.passmatch.upstream.outcome.FinishedExchange;
import io.github.passmatch.upstream.outcome.FinishedExchange.Times;
import org.junit.jupiter.api.Test;

/** The counts of one second for the plot of the status page. */
class TimelineTest {

    private static FinishedExchange exchange(ExchangeResult how, long totalNanos) {
        return new FinishedExchange(1_000, null, "192.0.2.1", null, "GET", "/", 200, null, 0, 0, new Times(0, 0, 0, totalNanos), null, null, false, how, null, null, null, null);
    }

    @Test
    void aTunnelIsARequestWithoutADuration() {
        Timeline timeline = new Timeline();
        timeline.add(exchange(ExchangeResult.ANSWERED, 2_000_000));
        timeline.add(exchange(ExchangeResult.TUNNEL_IDLE, 3_600_000_000_000L));
        timeline.add(exchange(ExchangeResult.ANSWERED, 4_000_000));
        SecondCounts second = timeline.until(1_000).get(0);
        assertEquals(3, second.requests());
        assertEquals(3.0, second.meanMillis());
        assertEquals(4_000_000, second.longestNanos());
    }
}
