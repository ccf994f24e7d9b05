package io.github.passmatch.rules.server;

import io.github.passmatch.rules.match.EncodedSlashes;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What holds for a whole server.
 *
 * @param serverName     {@code ServerName} without scheme and port; empty: this host's own name
 * @param serverPort     the port of {@code ServerName}, if it has one
 * @param serverScheme   the scheme of {@code ServerName}, if it has one
 * @param forwarded      {@code PassmatchForwarded}, which is ours
 * @param via            {@code ProxyVia}
 * @param maxForwards    {@code ProxyMaxForwards}; empty: no field is added
 * @param encodedSlashes {@code AllowEncodedSlashes}
 * @param mergeSlashes   {@code MergeSlashes}
 * @param serverTiming   {@code PassmatchServerTiming}, which is ours
 */
public record ServerSettings(
        Optional<String> serverName, OptionalInt serverPort, Optional<String> serverScheme, Forwarded forwarded, Via via, OptionalInt maxForwards, EncodedSlashes encodedSlashes,
        boolean mergeSlashes, Audience serverTiming) {

    public ServerSettings {
        Objects.requireNonNull(serverName, "serverName");
        Objects.requireNonNull(forwarded, "forwarded");
        Objects.requireNonNull(via, "via");
        Objects.requireNonNull(encodedSlashes, "encodedSlashes");
        Objects.requireNonNull(serverTiming, "serverTiming");
    }

    /** {@code PassmatchForwarded}: what is said of the client's connection beyond httpd's three fields. */
    public enum Forwarded {
        /** Nothing; fields of others pass. */
        OFF,
        /** {@code X-Forwarded-Proto} and {@code X-Forwarded-Port}. */
        X_FORWARDED,
        /** {@code Forwarded} (RFC 7239). */
        FORWARDED,
        /** All of them. */
        BOTH;

        /** Whether the two {@code X-} fields are among them. */
        public boolean hasXForwarded() {
            return this == X_FORWARDED || this == BOTH;
        }

        /** Whether the standard's field is among them. */
        public boolean hasForwarded() {
            return this == FORWARDED || this == BOTH;
        }
    }

    /** {@code ProxyVia}. */
    public enum Via {
        /** Fields of others pass, none of ours is added. */
        OFF,
        /** Ours is added to requests and responses. */
        ON,
        /** As {@link #ON}, with the product's name. */
        FULL,
        /** Removed from requests. */
        BLOCK
    }
}
