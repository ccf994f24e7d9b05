package io.github.passmatch.web;

import io.github.passmatch.rules.environment.ClientNames;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Looks up names of clients with the resolver of the JDK, and keeps the name of an address, or that there is none, for a short time. How long a look-up waits is a setting of the resolver
 * of the operating system.
 */
final class NameLookups implements ClientNames {

    /** For all filters, because there is one DNS. */
    static final NameLookups SYSTEM = new NameLookups(NameLookups::reverse, System::nanoTime);

    /** httpd looks up once per connection, and a client may have several connections. */
    static final long KEPT_NANOS = 30_000_000_000L;
    static final int MAX_ENTRIES = 1024;

    private final Function<InetAddress, Optional<String>> reverse;
    private final LongSupplier clock;
    private final Map<InetAddress, Entry> known = new LinkedHashMap<>();

    private record Entry(Optional<String> name, long sinceNanos) { }

    /** @param clock time in nanoseconds, as {@link System#nanoTime} */
    NameLookups(Function<InetAddress, Optional<String>> reverse, LongSupplier clock) {
        this.reverse = reverse;
        this.clock = clock;
    }

    @Override
    public Optional<String> nameOf(InetAddress address) {
        synchronized (known) {
            Entry entry = known.get(address);
            if (entry != null && clock.getAsLong() - entry.sinceNanos < KEPT_NANOS) return entry.name;
        }
        Optional<String> name = reverse.apply(address).filter(NameLookups::isHostName);       // without the lock, because the look-up waits
        synchronized (known) {
            known.remove(address);
            if (known.size() >= MAX_ENTRIES) known.remove(known.keySet().iterator().next());
            known.put(address, new Entry(name, clock.getAsLong()));
        }
        return name;
    }

    @Override
    public boolean hasAddress(String name, InetAddress address) {
        try {
            return Arrays.asList(InetAddress.getAllByName(name)).contains(address);        // the JDK keeps the addresses of a name for 30 s
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** The JDK gives the address as text if there is no name, or if the addresses of the name do not contain the address. */
    private static Optional<String> reverse(InetAddress address) {
        try {
            InetAddress unnamed = InetAddress.getByAddress(address.getAddress());
            return Optional.of(unnamed.getCanonicalHostName()).filter(name -> !name.equals(unnamed.getHostAddress()));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Whoever owns the address writes the name: no character may break a line of a log. */
    private static boolean isHostName(String name) {
        return name.chars().allMatch(c -> c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '.' || c == '-' || c == '_');
    }
}
