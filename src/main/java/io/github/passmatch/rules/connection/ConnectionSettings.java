package io.github.passmatch.rules.connection;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The settings of the connections of one rule.
 *
 * @param reuse             whether connections are reused, and why
 * @param max               maximum number of connections, {@link #UNLIMITED} for no limit
 * @param acquire           maximum wait for a connection when {@code max} are in use
 * @param ttl               maximum idle time after which a connection is reused; empty: no limit
 * @param connectTimeout    maximum time for the connect to one address
 * @param timeout           maximum wait for data from the upstream, and maximum wait to write
 * @param totalTimeout      maximum time for a whole exchange, from the lease of a connection to the last byte of the response; empty: no limit
 * @param tcpKeepAlive      {@code SO_KEEPALIVE}: TCP probes; does not influence reuse
 * @param addressTtl        how long a resolved address is used; empty: the JVM resolves the name at every connect
 * @param ioBufferSize      maximum size of a copy buffer in bytes; short bodies get a smaller buffer
 * @param receiveBufferSize {@code SO_RCVBUF} in bytes; 0: the system's default
 * @param responseFieldSize maximum length of a line of a response head, in bytes
 * @param retry             how long a worker in error is not used (only with {@code status=-I})
 * @param status            the initial flags of the worker
 * @param tls               settings for https
 * @param egress            remote proxies, source address and blocked hosts
 * @param protocol          settings for HTTP
 */
public record ConnectionSettings(
        ReuseDecision reuse, int max, Duration acquire, Optional<Duration> ttl, Duration connectTimeout, Duration timeout,
        Optional<Duration> totalTimeout, boolean tcpKeepAlive, Optional<Duration> addressTtl, int ioBufferSize, int receiveBufferSize, int responseFieldSize,
        Duration retry, Set<WorkerFlag> status, Tls tls, Egress egress, ProtocolSettings protocol) {

    /** No limit on the number of connections. */
    public static final int UNLIMITED = Integer.MAX_VALUE;
    /** The default of httpd's {@code Timeout}. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);
    /** Eight times httpd's default: 10 MiB need a third less CPU time than with 8192 (4.5 instead of 7.1 ms); 131072 is not faster. */
    public static final int DEFAULT_IO_BUFFER_SIZE = 65536;
    /** httpd's default, in bytes. */
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

    /** These settings without positions in the configuration, to compare the settings of two rules. */
    public ConnectionSettings withoutPlaces() {
        return new ConnectionSettings(reuse.withoutPlaces(), max, acquire, ttl, connectTimeout, timeout, totalTimeout, tcpKeepAlive, addressTtl, ioBufferSize, receiveBufferSize,
                responseFieldSize, retry, status, tls, egress, protocol);
    }

    /** Whether the configuration disables the rule, so that every request is answered with 503. */
    public boolean switchedOff() {
        return status.contains(WorkerFlag.DISABLED) || status.contains(WorkerFlag.STOPPED) || status.contains(WorkerFlag.CHECK_FAILED);
    }
}
