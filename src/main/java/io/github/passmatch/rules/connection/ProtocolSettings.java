package io.github.passmatch.rules.connection;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Settings for HTTP with an upstream.
 *
 * @param ping     {@code ping}: maximum wait for 100 (Continue) before a body is sent; empty: bodies are sent without waiting
 * @param badLines {@code ProxyBadHeader}
 * @param upgrades the protocols to which the connection of a client may switch
 */
public record ProtocolSettings(Optional<Duration> ping, BadLines badLines, Upgrades upgrades) {

    /** httpd's defaults. */
    public static final ProtocolSettings DEFAULT = new ProtocolSettings(Optional.empty(), BadLines.ARE_ERRORS, Upgrades.NONE);

    public ProtocolSettings {
        Objects.requireNonNull(ping, "ping");
        Objects.requireNonNull(badLines, "badLines");
        Objects.requireNonNull(upgrades, "upgrades");
    }

    /** How lines without a colon in a response head are handled. */
    public enum BadLines {
        /** The response is invalid: 502. */
        ARE_ERRORS,
        /** The lines are ignored. */
        ARE_IGNORED,
        /** The head ends at the line; the body begins after the line. */
        START_BODY
    }
}
