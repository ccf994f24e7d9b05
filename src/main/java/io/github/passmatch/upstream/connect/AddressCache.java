package io.github.passmatch.upstream.connect;

import io.github.passmatch.rules.target.Authority;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Looks up the addresses of host names. Used at every connect and never at start, so that a new address of an upstream is found.
 * {@code addressttl=n} keeps a result for n seconds; otherwise the JVM's cache decides ({@code networkaddress.cache.ttl}).
 */
public final class AddressCache {

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Entry(InetAddress[] addresses, long until) { }

    private final Optional<Duration> keep;
    private final LongSupplier clock;
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();

    public AddressCache(Optional<Duration> keep, LongSupplier clock) {
        this.keep = keep.filter(ttl -> !ttl.isZero());
        this.clock = clock;
    }

    /** Whether {@link #lookUp} returns a single address without asking the resolver. */
    boolean isKnown(String host) {
        Entry entry = keep.isPresent() ? entries.get(host) : null;
        return entry != null ? entry.addresses.length == 1 && clock.getAsLong() - entry.until < 0 : Authority.address(host).isPresent();
    }

    InetAddress[] lookUp(String host) throws UnknownHostException {
        if (keep.isEmpty()) return InetAddress.getAllByName(host);
        long now = clock.getAsLong();
        Entry entry = entries.get(host);
        if (entry != null && now - entry.until < 0) return entry.addresses;
        Entry fresh = new Entry(InetAddress.getAllByName(host), now + keep.get().toNanos());
        entries.put(host, fresh);
        return fresh.addresses;
    }

    /** No address accepted a connection: the next connect looks the name up again. */
    void forget(String host) {
        entries.remove(host);
    }
}
