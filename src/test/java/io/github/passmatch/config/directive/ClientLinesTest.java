package io.github.passmatch.config.directive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.config.ConfigReader;
import io.github.passmatch.config.problem.ConfigException;
import io.github.passmatch.config.problem.ConfigSource;
import io.github.passmatch.rules.server.ClientLimits;
import io.github.passmatch.rules.server.ClientLimits.ReadTime;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the directives for limits of client connections. */
class ClientLinesTest {

    private static ClientLimits read(String lines) throws ConfigException {
        return ConfigReader.read(new ConfigSource("test.conf", lines), Map.of()).config().clients();
    }

    @Test
    void limitsHaveTheDefaultsOfHttpd() throws Exception {
        ClientLimits limits = read("");
        assertEquals(new ReadTime(20, 40, 500), limits.head());
        assertEquals(new ReadTime(20, 0, 500), limits.body());
        assertEquals(OptionalInt.empty(), limits.requestWorkers());
        assertEquals(OptionalInt.empty(), limits.pending());
        assertEquals(Duration.ofSeconds(60), limits.timeout());
        assertEquals(Duration.ZERO, limits.drainDelay());
        assertEquals(Duration.ofSeconds(30), limits.stopTime(), "httpd has no limit");
    }

    @Test
    void eachStageIsReadSeparately() throws Exception {
        ClientLimits limits = read("RequestReadTimeout Header=5-9,minrate=100 handshake=0\nRequestReadTimeout body=0\nTimeout 7\nKeepAlive Off\nKeepAliveTimeout 300ms\nMaxKeepAliveRequests 3\nMaxRequestWorkers 9\nPassmatchMaxPending 5\nPassmatchDrainDelay 4\nGracefulShutdownTimeout 9");
        assertEquals(new ClientLimits(OptionalInt.of(9), OptionalInt.of(5), Duration.ofSeconds(7), false, Duration.ofMillis(300), 3, ReadTime.NONE, new ReadTime(5, 9, 100), new ReadTime(0, 0, 0), Duration.ofSeconds(9), Duration.ofSeconds(4)), limits);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RequestReadTimeout", "RequestReadTimeout head=5", "RequestReadTimeout header=x", "RequestReadTimeout header=9-5,MinRate=1", "RequestReadTimeout header=5-9",
        "RequestReadTimeout body=5,MinRate=0", "MaxRequestWorkers 0", "PassmatchMaxPending 0", "KeepAliveTimeout soon", "MaxKeepAliveRequests -1"})
    void valueThatIsNotValidIsAnError(String line) {
        assertThrows(ConfigException.class, () -> read(line));
    }

    @Test
    void receivedBytesExtendTheTimeUpToTheMaximum() {
        ReadTime head = new ReadTime(20, 40, 500);
        assertFalse(head.isOver(TimeUnit.SECONDS.toNanos(19), 0));
        assertTrue(head.isOver(TimeUnit.SECONDS.toNanos(20), 0));
        assertFalse(head.isOver(TimeUnit.SECONDS.toNanos(29), 5000));
        assertTrue(head.isOver(TimeUnit.SECONDS.toNanos(40), 1_000_000));
        assertFalse(new ReadTime(0, 0, 0).isOver(Long.MAX_VALUE, 0));
    }
}
