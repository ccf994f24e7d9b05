package io.github.passmatch.rules.naming;

import java.time.Duration;
import java.util.Objects;

/**
 * What is looked up for one {@code BalancerMember}, and how often.
 *
 * @param name    a host name, or the name of SRV records
 * @param service whether SRV records are asked for
 * @param port    the port of the addresses; without a meaning for SRV records, which have ports
 * @param every   from the end of a look-up to the next one
 */
public record Lookup(String name, boolean service, int port, Duration every) {

    /** The default of {@code addressttl} for names whose addresses are members. */
    public static final Duration DEFAULT_EVERY = Duration.ofSeconds(30);
    /** More look-ups would be answered from a cache. */
    public static final Duration SHORTEST_EVERY = Duration.ofSeconds(1);

    public Lookup {
        Objects.requireNonNull(name, "name");
        if (every.compareTo(SHORTEST_EVERY) < 0) throw new IllegalArgumentException("the time between two look-ups must be at least 1 s, was " + every);
    }

    /** {@code SRV _http._tcp.web.example} or {@code web.example}, for messages. */
    @Override
    public String toString() {
        return service ? "SRV " + name : name;
    }
}
