package io.github.passmatch.rules.server;

import java.time.Duration;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * Limits for clients. All except {@code pending} are for the standalone server only: in a servlet container, the container's settings apply instead.
 *
 * @param requestWorkers    {@code MaxRequestWorkers}: maximum number of requests in flight; empty: depends on the heap size
 * @param pending           {@code PassmatchMaxPending}: maximum number of requests that wait without a thread; empty: depends on the heap size
 * @param timeout           {@code Timeout}: maximum time without data while a request is read or a response is written
 * @param keepAlive         {@code KeepAlive}: whether a connection may carry more than one request
 * @param keepAliveTimeout  {@code KeepAliveTimeout}: maximum idle time between two requests of a connection
 * @param keepAliveRequests {@code MaxKeepAliveRequests}: maximum number of requests of a connection; 0: no limit
 * @param handshake         {@code RequestReadTimeout handshake=}: time for the TLS handshake; without limit, its time counts for the first request head
 * @param head              {@code RequestReadTimeout header=}: time for a whole request head
 * @param body              {@code RequestReadTimeout body=}: time that a request body may keep the server waiting
 * @param stopTime          {@code GracefulShutdownTimeout}: time after the end of listening, in which requests in flight and tunnels may end; zero: no limit
 * @param drainDelay        {@code PassmatchDrainDelay}: time between the signal to stop and the end of listening, in which new requests are still served
 */
public record ClientLimits(OptionalInt requestWorkers, OptionalInt pending, Duration timeout, boolean keepAlive, Duration keepAliveTimeout, int keepAliveRequests, ReadTime handshake, ReadTime head, ReadTime body,
                           Duration stopTime, Duration drainDelay) {

    /** The default of {@code GracefulShutdownTimeout}; httpd has no limit. */
    public static final Duration STOP_TIME = Duration.ofSeconds(30);

    public ClientLimits {
        Objects.requireNonNull(requestWorkers, "requestWorkers");
        Objects.requireNonNull(pending, "pending");
        Objects.requireNonNull(timeout, "timeout");
        Objects.requireNonNull(keepAliveTimeout, "keepAliveTimeout");
        Objects.requireNonNull(handshake, "handshake");
        Objects.requireNonNull(head, "head");
        Objects.requireNonNull(body, "body");
        Objects.requireNonNull(stopTime, "stopTime");
        Objects.requireNonNull(drainDelay, "drainDelay");
    }

    /**
     * One stage of {@code RequestReadTimeout}.
     *
     * @param first initial seconds; 0: no limit
     * @param most  maximum seconds, independent of the data received; 0: no maximum
     * @param rate  number of bytes that extend the time by one second; 0: the time is never extended
     */
    public record ReadTime(int first, int most, int rate) {

        public static final ReadTime NONE = new ReadTime(0, 0, 0);
        /** As in the configuration that httpd is shipped with. */
        public static final ReadTime HEAD = new ReadTime(20, 40, 500);
        /** As in the configuration that httpd is shipped with. */
        public static final ReadTime BODY = new ReadTime(20, 0, 500);

        /**
         * Whether the time is over.
         *
         * @param nanos the elapsed time
         * @param bytes the number of bytes received
         */
        public boolean isOver(long nanos, long bytes) {
            if (first == 0) return false;
            long seconds = first + (rate == 0 ? 0 : bytes / rate);
            if (most > 0) seconds = Math.min(seconds, most);
            return Duration.ofNanos(nanos).compareTo(Duration.ofSeconds(seconds)) >= 0;
        }
    }
}
