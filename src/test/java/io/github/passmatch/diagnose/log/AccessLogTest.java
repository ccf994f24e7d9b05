package io.github.passmatch.diagnose.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.rules.OwnAnswer;
import io.github.passmatch.rules.server.AccessLogFormat;
import io.github.passmatch.testing.LogLines;
import io.github.passmatch.upstream.outcome.ExchangeResult;
import io.github.passmatch.upstream.outcome.FinishedExchange;
import io.github.passmatch.upstream.outcome.FinishedExchange.Times;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** No line is lost, and each is written as was asked for. */
@Timeout(60)
class AccessLogTest {

    private static FinishedExchange exchange(String path) {
        return new FinishedExchange(0, null, "192.0.2.1", null, "GET", path, 404, null, 0, 0, new Times(0, 0, 0, 1_234_567), null, null, false, ExchangeResult.OWN, null, OwnAnswer.ENCODED_SLASH, "the path contains %2F", null);
    }

    @Test
    void moreLinesThanTheQueueHoldsAreAllWritten() {
        try (LogLines lines = LogLines.only("passmatch.access")) {
            try (AccessLog log = new AccessLog()) {
                log.setForm(AccessLogFormat.TEXT);
                for (int i = 0; i < 20_000; i++) log.log(exchange("/" + i));
            }
            Set<String> different = new HashSet<>(lines.lines());
            assertEquals(20_000, lines.lines().size());
            assertEquals(20_000, different.size());
            assertTrue(different.contains("192.0.2.1 - GET /19999 404 - sent=0 received=0 queue=0.000 connect=0.000 first=0.000 total=1.234 - - own:encoded-slash"));
        }
    }

    @Test
    void theFormMayChangeAndEnd() {
        try (LogLines lines = LogLines.only("passmatch.access")) {
            try (AccessLog log = new AccessLog()) {
                log.log(exchange("/before"));
                log.setForm(AccessLogFormat.JSON);
                log.log(exchange("/json"));
                lines.await(1);
                log.setForm(AccessLogFormat.TEXT);
                log.log(exchange("/text"));
                lines.await(2);
                log.setForm(AccessLogFormat.OFF);
                log.log(exchange("/after"));
            }
            List<String> written = lines.await(2);
            assertTrue(written.get(0).startsWith("{\"time\":\"1970-01-01T00:00:00Z\",\"client\":\"192.0.2.1\",\"user\":null,\"rule\":null,\"line\":null,"), written::toString);
            assertTrue(written.get(1).startsWith("192.0.2.1 - GET /text 404"), written::toString);
        }
    }
}
