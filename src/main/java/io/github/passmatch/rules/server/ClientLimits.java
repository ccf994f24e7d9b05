package io.github.passmatch.rules.server;

import java.time.Duration;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * What clients may take of the standalone server. In a servlet container, its own settings hold instead.
 *
 * @param requestWorkers    {@code MaxRequestWorkers}: most requests in flight; empty: as many as the heap has room for
 * @param timeout           {@code Timeout}: longest silence while a request is read or an answer is written
 * @param keepAlive         {@code KeepAlive}: whether a connection may carry more than one request
 * @param keepAliveTimeout  {@code KeepAliveTimeout}: longest rest between two requests of a connection
 * @param keepAliveRequests {@code MaxKeepAliveRequests}: most requests of a connection; 0: no limit
 * @param head              {@code RequestReadTimeout header=}: time for a whole request head
 * @param body              {@code RequestReadTimeout body=}: time that a request body may keep the server waiting
 */
public record ClientLimits(OptionalInt requestWorkers, Duration timeout, boolean keepAlive, Duration keepAliveTimeout, int keepAliveRequests, ReadTime head, ReadTime body) {

    public ClientLimits {
        Objects.requireNonNull(requestWorkers, "requestWorkers");
        Objects.requireNonNull(timeout, "timeout");
        Objects.requireNonNull(keepAliveTimeout, "keepAliveTimeout");
        Objects.requireNonNull(head, "head");
        Objects.requireNonNull(body, "body");
    }

    /**
     * One stage of {@code RequestReadTimeout}.
     *
     * @param first seconds at first; 0: no limit
     * @param most  seconds at most, however much comes; 0: no bound
     * @param rate  so many bytes earn one second more; 0: none do
     */
    public record ReadTime(int first, int most, int rate) {

        /** As in the configuration that httpd is shipped with. */
        public static final ReadTime HEAD = new ReadTime(20, 40, 500);
        /** As in the configuration that httpd is shipped with. */
        public static final ReadTime BODY = new ReadTime(20, 0, 500);

        /**
         * Whether the time is over.
         *
         * @param nanos what has passed
         * @param bytes what has come
         */
        public boolean isOver(long nanos, long bytes) {
            if (first == 0) return false;
            long seconds = first + (rate == 0 ? 0 : bytes / rate);
            if (most > 0) seconds = Math.min(seconds, most);
            return Duration.ofNanos(nanos).compareTo(Duration.ofSeconds(seconds)) >= 0;
        }
    }
}
