package io.github.passmatch.diagnose.log;

import java.time.Instant;

/** Writes timestamps as {@link Instant} does (ISO 8601, UTC). The part up to the second is made once a second, because thousands of lines share it. */
final class TimestampFormat {

    private static volatile TimestampFormat last = new TimestampFormat(0);

    private final long second;
    private final String text;      // without fraction and Z

    private TimestampFormat(long second) {
        this.second = second;
        String whole = Instant.ofEpochSecond(second).toString();
        this.text = whole.substring(0, whole.length() - 1);
    }

    /** @param millis since 1970 */
    static StringBuilder write(long millis, StringBuilder out) {
        long second = Math.floorDiv(millis, 1000L);
        TimestampFormat known = last;
        if (known.second != second) last = known = new TimestampFormat(second);
        int rest = (int) (millis - second * 1000);
        out.append(known.text);
        if (rest > 0) out.append('.').append((char) ('0' + rest / 100)).append((char) ('0' + rest / 10 % 10)).append((char) ('0' + rest % 10));
        return out.append('Z');
    }
}
