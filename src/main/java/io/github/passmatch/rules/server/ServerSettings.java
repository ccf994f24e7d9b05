package io.github.passmatch.rules.server;

import io.github.passmatch.rules.client.ProxyProtocol;
import io.github.passmatch.rules.client.RemoteIp;
import io.github.passmatch.rules.environment.ServerNames;
import io.github.passmatch.rules.log.CustomLog;
import io.github.passmatch.rules.match.EncodedSlashes;
import io.github.passmatch.rules.tls.ServerTls;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The settings of a whole server.
 *
 * @param serverName     {@code ServerName} without scheme and port; empty: the name of this host
 * @param serverPort     the port of {@code ServerName}, if it has one
 * @param serverScheme   the scheme of {@code ServerName}, if it has one
 * @param forwarded      {@code PassmatchForwarded}
 * @param via            {@code ProxyVia}
 * @param maxForwards    {@code ProxyMaxForwards}; empty: no field is added
 * @param encodedSlashes {@code AllowEncodedSlashes}
 * @param mergeSlashes   {@code MergeSlashes}
 * @param serverTiming   {@code PassmatchServerTiming}
 * @param refusesTrace   {@code TraceEnable Off}
 * @param remoteIp       {@code RemoteIPHeader} and related directives; empty: the peer of the connection is the client
 * @param tls            TLS with clients, in {@code java -jar}; empty: plain HTTP, or the servlet container does TLS
 * @param protocols      {@code Protocols}, the preferred one first: the protocols for clients, in {@code java -jar}
 * @param logs           {@code CustomLog} and related directives
 * @param proxyProtocol  {@code RemoteIPProxyProtocol}, in {@code java -jar}; empty: off
 */
public record ServerSettings(
        Optional<String> serverName, OptionalInt serverPort, Optional<String> serverScheme, Forwarded forwarded, Via via, OptionalInt maxForwards, EncodedSlashes encodedSlashes,
        boolean mergeSlashes, Audience serverTiming, boolean refusesTrace, Optional<RemoteIp> remoteIp, Optional<ServerTls> tls, List<String> protocols,
        List<CustomLog> logs, Optional<ProxyProtocol> proxyProtocol) {

    public ServerSettings {
        Objects.requireNonNull(serverName, "serverName");
        Objects.requireNonNull(forwarded, "forwarded");
        Objects.requireNonNull(via, "via");
        Objects.requireNonNull(encodedSlashes, "encodedSlashes");
        Objects.requireNonNull(serverTiming, "serverTiming");
        Objects.requireNonNull(remoteIp, "remoteIp");
        Objects.requireNonNull(tls, "tls");
        protocols = List.copyOf(protocols);
        logs = List.copyOf(logs);
        Objects.requireNonNull(proxyProtocol, "proxyProtocol");
    }

    /**
     * The names of this server.
     *
     * @param canonical {@code UseCanonicalName}
     */
    public ServerNames names(boolean canonical) {
        return new ServerNames(serverName, serverPort, serverScheme, canonical);
    }

    /** {@code PassmatchForwarded}: which fields describe the client's connection, in addition to httpd's three fields. */
    public enum Forwarded {
        /** None are added; received fields are forwarded. */
        OFF,
        /** {@code X-Forwarded-Proto} and {@code X-Forwarded-Port}. */
        X_FORWARDED,
        /** {@code Forwarded} (RFC 7239). */
        FORWARDED,
        /** All of them. */
        BOTH;

        /** Whether the two {@code X-} fields are added. */
        public boolean hasXForwarded() {
            return this == X_FORWARDED || this == BOTH;
        }

        /** Whether the field of RFC 7239 is added. */
        public boolean hasForwarded() {
            return this == FORWARDED || this == BOTH;
        }
    }

    /** {@code ProxyVia}. */
    public enum Via {
        /** Received fields are forwarded, none is added. */
        OFF,
        /** A field is added to requests and responses. */
        ON,
        /** As {@link #ON}, with the product name. */
        FULL,
        /** Removed from requests. */
        BLOCK
    }
}
