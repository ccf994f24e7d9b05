package io.github.passmatch.web;

import io.github.passmatch.config.Reading;
import io.github.passmatch.forward.Forwarder;
import io.github.passmatch.forward.container.ServletContainer;
import io.github.passmatch.rules.server.ProxyConfig;
import io.github.passmatch.rules.server.RoutingDecision;
import io.github.passmatch.upstream.Observer;
import io.github.passmatch.upstream.Upstreams;
import jakarta.servlet.http.HttpServletRequest;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A configuration in force: its rules, their connections, and what forwards over them. Safe for concurrent use. Each request holds on to
 * the one it began with; when another has followed and the last of them lets go, what only this one needs is closed.
 */
final class Snapshot {

    private final Reading reading;
    private final Upstreams upstreams;
    private final Forwarder forwarder;
    private final AtomicInteger holders = new AtomicInteger(1);     // requests, and one for being in force; 0: closed

    /** @param observer is told of every exchange, also under the configurations that follow */
    Snapshot(Reading reading, ServletContainer container, Observer observer) {
        this.reading = reading;
        this.upstreams = new Upstreams(reading.config().rules(), System::nanoTime, observer);
        this.forwarder = new Forwarder(reading.config().servers(), upstreams, container);
    }

    private Snapshot(Reading reading, Snapshot before) {
        this.reading = reading;
        this.upstreams = before.upstreams.successor(reading.config().rules());
        this.forwarder = forwarder(before);
    }

    private Forwarder forwarder(Snapshot before) {
        boolean made = false;
        try {
            Forwarder next = before.forwarder.successor(config().servers(), upstreams);
            made = true;
            return next;
        } finally {
            if (!made) upstreams.release();
        }
    }

    /** For another configuration; rules that did not change keep their connections. Not in force yet. */
    Snapshot successor(Reading other) {
        return new Snapshot(other, this);
    }

    /** Holds on to this configuration; null if it has been closed. */
    Hold hold() {
        int now = holders.get();
        while (now > 0 && !holders.compareAndSet(now, now + 1)) now = holders.get();
        return now > 0 ? new Hold() : null;
    }

    /** {@code successor} is in force from now on. */
    void retire(Snapshot successor) {
        upstreams.retire(successor.upstreams);
        letGo();
    }

    private void letGo() {
        if (holders.decrementAndGet() == 0) upstreams.release();
    }

    /** What was read, with its warnings and notes. */
    Reading reading() {
        return reading;
    }

    ProxyConfig config() {
        return reading.config();
    }

    /** What the configuration says of the request. */
    RoutingDecision rule(HttpServletRequest clientRequest) {
        ClientFacts request = new ClientFacts(clientRequest);
        return config().serverFor(request.host(), clientRequest.getLocalPort()).decide(request);
    }

    Upstreams upstreams() {
        return upstreams;
    }

    Forwarder forwarder() {
        return forwarder;
    }

    /** Closes all connections, also of earlier configurations, and ends the watching threads. */
    void closeAll() {
        upstreams.close();
        forwarder.close();
    }

    /** One request's hold on the configuration; to be closed, on any thread, when it has been answered. */
    final class Hold implements AutoCloseable {
        private final AtomicBoolean closed = new AtomicBoolean();

        Snapshot snapshot() {
            return Snapshot.this;
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) letGo();
        }
    }
}
