package io.github.passmatch.web;

import io.github.passmatch.forward.ContainerTraits;
import io.github.passmatch.forward.Forwarder;
import io.github.passmatch.rules.Match;
import io.github.passmatch.rules.ProxyConfig;
import io.github.passmatch.rules.ProxyVariable;
import io.github.passmatch.rules.RequestPath;
import io.github.passmatch.upstream.Upstreams;
import jakarta.servlet.http.HttpServletRequest;

/** A configuration in force: its rules, their connections, and what forwards over them. Safe for concurrent use. */
final class Snapshot implements AutoCloseable {

    private static final Match NOT_PROXIED = new Match.None();

    private final ProxyConfig config;
    private final Upstreams upstreams;
    private final Forwarder forwarder;

    Snapshot(ProxyConfig config, ContainerTraits traits) {
        this.config = config;
        this.upstreams = new Upstreams(config.rules());
        this.forwarder = new Forwarder(config, traits);
    }

    /** What the rules say of the request. */
    Match match(HttpServletRequest clientRequest) {
        if (config.site().has(ProxyVariable.NO_PROXY)) return NOT_PROXIED;
        String rawPath = RawPath.belowContext(clientRequest.getRequestURI(), clientRequest.getContextPath());
        String query = clientRequest.getQueryString();
        return config.rules().match(new RequestPath(rawPath, query == null ? null : RawPath.bytes(query),
                config.site().encodedSlashes(), config.site().mergeSlashes()));
    }

    Upstreams upstreams() {
        return upstreams;
    }

    Forwarder forwarder() {
        return forwarder;
    }

    /** Closes all connections and ends the watching threads. */
    @Override
    public void close() {
        upstreams.close();
        forwarder.close();
    }
}
