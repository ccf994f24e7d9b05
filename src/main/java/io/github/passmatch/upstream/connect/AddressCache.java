package io.github.passmatch.upstream.connect;

import io.github.passmatch.rules.target.Authority;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Looks up the addresses of host names. Used at every connect and never at start, so that a new address of an upstream is found.
 * {@code addressttl=n} keeps a result for n seconds; otherwise the JVM's cache decides ({@code networkaddress.cache.ttl}).
 */
public final class AddressCache {

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Entry(InetAddress[] addresses, long until) { }

    /** The time for which an address that failed, or was silent, is tried after the others. */
    static final Duration AVOIDED = Duration.ofSeconds(30);

    private final Optional<Duration> keep;
    private final LongSupplier clock;
    private final Resolver resolver;
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private final Map<InetAddress, Long> avoidedUntil = new ConcurrentHashMap<>();
    private final AtomicInteger connects = new AtomicInteger();

    public AddressCache(Optional<Duration> keep, LongSupplier clock) {
        this(keep, clock, InetAddress::getAllByName);
    }

    AddressCache(Optional<Duration> keep, LongSupplier clock, Resolver resolver) {
        this.resolver = resolver;
        this.keep = keep.filter(ttl -> !ttl.isZero());
        this.clock = clock;
    }

    /** Looks a name up, without a cache of ours. */
    @FunctionalInterface
    interface Resolver {
        InetAddress[] lookUp(String host) throws UnknownHostException;
    }

    /** Whether {@link #lookUp} returns a single address without asking the resolver. */
    boolean isKnown(String host) {
        Entry entry = keep.isPresent() ? entries.get(host) : null;
        return entry != null ? entry.addresses.length == 1 && clock.getAsLong() - entry.until < 0 : Authority.address(host).isPresent();
    }

    InetAddress[] lookUp(String host) throws UnknownHostException {
        if (keep.isEmpty()) return resolver.lookUp(host);
        long now = clock.getAsLong();
        Entry entry = entries.get(host);
        if (entry != null && now - entry.until < 0) return entry.addresses;
        Entry fresh = new Entry(resolver.lookUp(host), now + keep.get().toNanos());
        entries.put(host, fresh);
        return fresh.addresses;
    }

    /** The addresses in the order in which they are to be tried: each connect begins with another one, and those that are avoided come last. */
    InetAddress[] inOrder(InetAddress[] candidates) {
        long now = clock.getAsLong();
        avoidedUntil.values().removeIf(until -> now - until >= 0);
        int first = Math.floorMod(connects.getAndIncrement(), candidates.length);
        List<InetAddress> order = new ArrayList<>(List.of(candidates));
        Collections.rotate(order, -first);
        Set<InetAddress> avoided = Set.copyOf(avoidedUntil.keySet());       // other connects change the map, and a sort must not see that
        order.sort(Comparator.comparing(avoided::contains));                // a stable sort
        return order.toArray(InetAddress[]::new);
    }

    /** The address has failed, or was silent. */
    void avoid(InetAddress address) {
        avoidedUntil.put(address, clock.getAsLong() + AVOIDED.toNanos());
    }

    /** No address accepted a connection: the next connect looks the name up again. */
    void forget(String host) {
        entries.remove(host);
    }
}
