package io.github.passmatch.rules.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.passmatch.rules.fields.BadFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Formats that golden rows cannot show: times, and formats that are refused. */
class LogFormatTest {

    /** 2026-01-04 is a Sunday; the values are those of strftime. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            sec           | 1767506645
            msec          | 1767506645007
            usec          | 1767506645007008
            msec_frac     | 007
            usec_frac     | 007008
            end:msec_frac | 010
            begin:sec     | 1767506645
            %%Y%q         | %Y%q
            %s            | 1767506645
            %w %u %U %W %V %G | 0 7 01 00 01 2026
            """, delimiter = '|')
    void timesAreThoseOfStrftime(String argument, String expected) {
        assertEquals(expected, LogTime.write(argument, 1_767_506_645_007_008L, 3000));
    }

    @ParameterizedTest
    @CsvSource({"'', 12", "s, 12", "ms, 12345", "US, 12345678", "h, h"})
    void durationsHaveUnits(String unit, String expected) {
        assertEquals(expected, LogTime.duration(unit, 12_345_678));
    }

    @ParameterizedTest
    @CsvSource({"%", "abc%", "%>", "%{x", "%{x}", "%Z", "%^xx", "%4000s", "%200,"})
    void aFormatThatHttpdRefusesIsRefused(String format) {
        assertThrows(BadFormat.class, () -> LogFormat.parse(format));
    }

    @Test
    void noValueEndsItsLineOrItsQuotes() {
        assertEquals("a\\\"b\\\\c\\r\\n\\t\\x00\\xe4\\xe2\\x82\\xac\\x7f", LogEscape.of("a\"b\\c\r\n\t\0\u00e4\u20ac\u007f"));
    }
}
