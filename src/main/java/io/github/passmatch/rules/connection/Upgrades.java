package io.github.passmatch.rules.connection;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The parameter {@code upgrade}: the protocols to which the connection of a client may switch (RFC 9110 §7.8).
 *
 * @param any       whether all protocols are allowed, except other versions of HTTP, which must be named
 * @param protocols the names that are allowed, in any case
 * @param idle      how long a tunnel may be without traffic in both directions; zero: no limit
 */
public record Upgrades(boolean any, List<String> protocols, Duration idle) {

    /** The protocol of {@code ws://} and {@code wss://}. */
    public static final String WEBSOCKET = "websocket";
    /** No request is upgraded. */
    public static final Upgrades NONE = new Upgrades(false, List.of(), ConnectionSettings.DEFAULT_TIMEOUT);

    /** After a switch to one of these, the client would send requests that no rule sees. */
    private static final Set<String> HTTP = Set.of("h2c", "h2", "http");

    public Upgrades {
        protocols = List.copyOf(protocols);
        Objects.requireNonNull(idle, "idle");
    }

    /** Whether no protocol is allowed. */
    public boolean areNone() {
        return !any && protocols.isEmpty();
    }

    /** The first protocol that is allowed, as the client writes it. */
    public Optional<String> firstOf(List<String> offered) {
        return offered.stream().filter(this::allows).findFirst();
    }

    private boolean allows(String protocol) {
        for (String name : protocols) if (name.equalsIgnoreCase(protocol)) return true;
        return any && !HTTP.contains(protocol.replaceFirst("/.*", "").toLowerCase(Locale.ROOT));
    }
}
