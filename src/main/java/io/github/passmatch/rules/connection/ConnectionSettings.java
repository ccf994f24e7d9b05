package io.github.passmatch.rules.connection;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * How one rule's connections are made, used and kept.
 *
 * @param reuse             whether they are kept, and why
 * @param max               most connections at once, {@link #UNLIMITED} for no limit
 * @param acquire           longest wait for one of them when {@code max} are in use
 * @param ttl               longest idle time after which a connection is used again; empty: no limit of ours
 * @param connectTimeout    longest wait for one address to accept
 * @param timeout           longest silence of the upstream while something is expected of it, and longest wait to write
 * @param totalTimeout      longest time for a whole exchange, from asking for a connection to the last byte of the answer; empty: no limit
 * @param tcpKeepAlive      {@code SO_KEEPALIVE}: TCP probes; no influence on reuse
 * @param addressTtl        how long a resolved address is used; empty: the JVM's resolver decides at every connect
 * @param ioBufferSize      most bytes of a copy buffer; short bodies get a short one
 * @param receiveBufferSize {@code SO_RCVBUF} in bytes; 0: the system's
 * @param responseFieldSize longest line of a response head, in bytes
 * @param retry             how long a worker in error is left alone (only with {@code status=-I})
 * @param status            the flags it starts with
 * @param tls               how https is spoken
 * @param egress            by which way the upstream is reached
 * @param protocol          how HTTP is spoken
 */
public record ConnectionSettings(
        ReuseDecision reuse, int max, Duration acquire, Optional<Duration> ttl, Duration connectTimeout, Duration timeout,
        Optional<Duration> totalTimeout, boolean tcpKeepAlive, Optional<Duration> addressTtl, int ioBufferSize, int receiveBufferSize, int responseFieldSize,
        Duration retry, Set<WorkerFlag> status, Tls tls, Egress egress, ProtocolSettings protocol) {

    /** No limit on the number of connections. */
    public static final int UNLIMITED = Integer.MAX_VALUE;
    /** httpd's {@code Timeout}, where nothing else is said. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);
    /** Eight times httpd's: 10 MiB cost a third less CPU than with 8192 (4.5 for 7.1 ms), and 131072 gains no more. */
    public static final int DEFAULT_IO_BUFFER_SIZE = 65536;
    /** httpd's own default, in bytes. */
    public static final int DEFAULT_RESPONSE_FIELD_SIZE = 8192;

    public ConnectionSettings {
        Objects.requireNonNull(reuse, "reuse");
        if (max < 1) throw new IllegalArgumentException("max must be at least 1, was " + max);
        requirePositive("acquire", acquire);
        requirePositive("connectiontimeout", connectTimeout);
        requirePositive("timeout", timeout);
        totalTimeout.ifPresent(value -> requirePositive("totaltimeout", value));
        ttl.ifPresent(value -> requirePositive("ttl", value));
        if (ioBufferSize < 512) throw new IllegalArgumentException("iobuffersize must be at least 512, was " + ioBufferSize);
        status = Set.copyOf(status);
        Objects.requireNonNull(tls, "tls");
        Objects.requireNonNull(egress, "egress");
        Objects.requireNonNull(protocol, "protocol");
    }

    private static void requirePositive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) throw new IllegalArgumentException(name + " must be positive, was " + value);
    }

    /** The same settings, wherever what decided them stands: equal for two rules whose connections are alike. */
    public ConnectionSettings withoutPlaces() {
        return new ConnectionSettings(reuse.withoutPlaces(), max, acquire, ttl, connectTimeout, timeout, totalTimeout, tcpKeepAlive, addressTtl, ioBufferSize, receiveBufferSize,
                responseFieldSize, retry, status, tls, egress, protocol);
    }

    /** Whether every request is refused with 503 because the configuration switched the rule off. */
    public boolean switchedOff() {
        return status.contains(WorkerFlag.DISABLED) || status.contains(WorkerFlag.STOPPED) || status.contains(WorkerFlag.CHECK_FAILED);
    }
}
