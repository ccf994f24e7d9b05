package io.github.passmatch.rules.connection;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How HTTP is spoken with an upstream, where there is a choice.
 *
 * @param ping         {@code ping}: how long an upstream may take to ask for a body; empty: bodies are sent unasked
 * @param badLines     {@code ProxyBadHeader}
 */
public record ProtocolSettings(Optional<Duration> ping, BadLines badLines) {

    /** httpd's defaults. */
    public static final ProtocolSettings DEFAULT = new ProtocolSettings(Optional.empty(), BadLines.ARE_ERRORS);

    public ProtocolSettings {
        Objects.requireNonNull(ping, "ping");
        Objects.requireNonNull(badLines, "badLines");
    }

    /** What is done about lines without a colon in the head of an answer. */
    public enum BadLines {
        /** The answer is none: 502. */
        ARE_ERRORS,
        /** They are passed over. */
        ARE_IGNORED,
        /** The head ends there, and what follows that line is the body. */
        START_BODY
    }
}
