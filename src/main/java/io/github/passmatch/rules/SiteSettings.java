package io.github.passmatch.rules;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What holds for all rules alike.
 *
 * @param serverName     {@code ServerName} without scheme and port; empty: this host's own name
 * @param serverPort     the port of {@code ServerName}, if it has one
 * @param preserveHost   {@code ProxyPreserveHost}
 * @param addHeaders     {@code ProxyAddHeaders}: the three {@code X-Forwarded} fields
 * @param forwarded      {@code PassmatchForwarded}, which is ours
 * @param via            {@code ProxyVia}
 * @param maxForwards    {@code ProxyMaxForwards}; empty: no field is added
 * @param encodedSlashes {@code AllowEncodedSlashes}
 * @param mergeSlashes   {@code MergeSlashes}
 * @param maxRequestBody {@code LimitRequestBody} in bytes; 0: no limit
 * @param environment    the {@code proxy-*} variables that are set, with their values
 */
public record SiteSettings(
        Optional<String> serverName, OptionalInt serverPort, boolean preserveHost, boolean addHeaders, Forwarded forwarded, Via via, OptionalInt maxForwards,
        EncodedSlashes encodedSlashes, boolean mergeSlashes, long maxRequestBody, Map<ProxyVariable, String> environment) {

    /** httpd's defaults. */
    public static final SiteSettings DEFAULT = new SiteSettings(Optional.empty(), OptionalInt.empty(), false, true, Forwarded.OFF, Via.OFF,
            OptionalInt.empty(), EncodedSlashes.OFF, true, 0, Map.of());

    public SiteSettings {
        Objects.requireNonNull(forwarded, "forwarded");
        Objects.requireNonNull(via, "via");
        Objects.requireNonNull(encodedSlashes, "encodedSlashes");
        environment = Map.copyOf(environment);
    }

    /** Whether {@code variable} is set, to whatever value. */
    public boolean has(ProxyVariable variable) {
        return environment.containsKey(variable);
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
