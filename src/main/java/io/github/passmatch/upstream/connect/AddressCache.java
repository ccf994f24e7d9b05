package io.github.passmatch.upstream.connect;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Host names and their addresses. Asked at every connect, never at start, so that an upstream that moves is found again.
 * {@code addressttl=n} keeps an answer for n seconds; without it the JVM's own cache decides ({@code networkaddress.cache.ttl}).
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

    InetAddress[] lookUp(String host) throws UnknownHostException {
        if (keep.isEmpty()) return InetAddress.getAllByName(host);
        long now = clock.getAsLong();
        Entry entry = entries.get(host);
        if (entry != null && now - entry.until < 0) return entry.addresses;
        Entry fresh = new Entry(InetAddress.getAllByName(host), now + keep.get().toNanos());
        entries.put(host, fresh);
        return fresh.addresses;
    }

    /** None of the addresses answered: ask again next time. */
    void forget(String host) {
        entries.remove(host);
    }
}
