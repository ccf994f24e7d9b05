package io.github.passmatch.web;

import io.github.passmatch.forward.ContainerTraits;
import io.github.passmatch.forward.Forwarder;
import io.github.passmatch.rules.ProxyConfig;
import io.github.passmatch.rules.Ruling;
import io.github.passmatch.upstream.Observer;
import io.github.passmatch.upstream.Upstreams;
import jakarta.servlet.http.HttpServletRequest;

/** A configuration in force: its rules, their connections, and what forwards over them. Safe for concurrent use. */
final class Snapshot implements AutoCloseable {

    private final ProxyConfig config;
    private final Upstreams upstreams;
    private final Forwarder forwarder;

    /** @param observer is told of every exchange */
    Snapshot(ProxyConfig config, ContainerTraits traits, Observer observer) {
        this.config = config;
        this.upstreams = new Upstreams(config.rules(), System::nanoTime, observer);
        this.forwarder = new Forwarder(config.sites(), upstreams, traits);
    }

    /** What the configuration says of the request. */
    Ruling rule(HttpServletRequest clientRequest) {
        return config.siteFor(clientRequest.getHeader("Host"), clientRequest.getLocalPort()).rule(new ClientFacts(clientRequest));
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
