package io.github.passmatch.diagnose.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampFormatTest {

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 999, 1000, 1_764_030_000_000L, 1_764_030_000_010L, 1_764_030_000_100L, 1_764_030_000_999L, -1, -1000})
    void aMomentIsWrittenAsAnInstantIs(long millis) {
        assertEquals(Instant.ofEpochMilli(millis).toString(), TimestampFormat.write(millis, new StringBuilder()).toString());
    }

    @ParameterizedTest
    @ValueSource(longs = {2_000, 5_999, 2_001})
    void oneSecondAfterAnotherIsNotTakenForIt(long millis) {
        TimestampFormat.write(5_000, new StringBuilder());
        assertEquals(Instant.ofEpochMilli(millis).toString(), TimestampFormat.write(millis, new StringBuilder()).toString());
    }
}
