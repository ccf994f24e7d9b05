package io.github.passmatch.web;

import io.github.passmatch.config.Reading;
import io.github.passmatch.forward.Forwarder;
import io.github.passmatch.forward.container.ServletContainer;
import io.github.passmatch.rules.balance.Balancing;
import io.github.passmatch.rules.balance.Balancings;
import io.github.passmatch.rules.balance.Member;
import io.github.passmatch.rules.balance.Standing;
import io.github.passmatch.rules.server.ClientLimits;
import io.github.passmatch.rules.server.ProxyConfig;
import io.github.passmatch.rules.server.RoutingDecision;
import io.github.passmatch.rules.server.ServerConfig;
import io.github.passmatch.upstream.Observer;
import io.github.passmatch.upstream.Upstreams;
import io.github.passmatch.upstream.log.Loggers;
import io.github.passmatch.upstream.reactor.Reactor;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;

/**
 * Holds a configuration in force: its rules, their connections, and the forwarder. Safe for concurrent use. Each request holds the snapshot with which it began.
 * When another snapshot has replaced this one and the last request has released it, connections that only this snapshot needs are closed.
 */
final class Snapshot {

    private static final Logger LOG = Loggers.of("passmatch");

    private final Reading reading;
    private final boolean checksPasswords;
    private final boolean looksUpNames;
    private final boolean testsFiles;
    private final boolean hasTls;
    private final Upstreams upstreams;
    private final Balancings balancings;
    private final Forwarder forwarder;
    private final int maxPending;
    private final AtomicInteger holders = new AtomicInteger(1);     // number of requests, plus one while in force; 0: closed

    /**
     * @param observer called for every exchange, also of the following configurations
     * @param reactor  watches the connections, also of the following configurations
     */
    Snapshot(Reading reading, ServletContainer container, Observer observer, Reactor reactor) {
        this(reading, container, new Upstreams(reading.config().withMembers(), System::nanoTime, observer, reactor), Balancings.NONE.next(reading.config().balancers()));
    }

    private Snapshot(Reading reading, ServletContainer container, Upstreams upstreams, Balancings balancings) {
        this(reading, upstreams, balancings, new Forwarder(reading.config().servers(), upstreams, balancings, container));
    }

    private Snapshot(Reading reading, Upstreams upstreams, Balancings balancings, Forwarder forwarder) {
        this.reading = reading;
        this.checksPasswords = reading.config().checksPasswords();
        this.looksUpNames = reading.config().looksUpNames();
        this.testsFiles = reading.config().servers().stream().anyMatch(ServerConfig::testsFiles);
        this.hasTls = reading.config().hasTls();
        this.upstreams = upstreams;
        this.balancings = balancings;
        this.forwarder = forwarder;
        this.maxPending = maxPending(reading.config().clients());
        balancings.connect(upstreams::useMembers);
    }

    private static int maxPending(ClientLimits limits) {
        return limits.pending().orElseGet(() -> Math.max(HeapBudget.requests(), limits.requestWorkers().orElse(0)));
    }

    /** The snapshot for another configuration; rules that did not change keep their connections. Not in force yet. */
    Snapshot successor(Reading other) {
        Balancings balanced = balancings.next(other.config().balancers());
        Upstreams next = upstreams.successor(other.config().withMembers(), balanced.rulesWithoutLine());
        boolean created = false;
        try {
            Snapshot successor = new Snapshot(other, next, balanced, forwarder.successor(other.config().servers(), next, balanced));
            created = true;
            return successor;
        } finally {
            if (!created) next.release();
        }
    }

    /** Ends what is left of members that drain when {@code draintime} has passed, and removes those that are no members any more. Only while this snapshot is in force; does not wait. */
    void endDrains() {
        long now = System.currentTimeMillis();
        for (Balancing balancing : balancings.all()) for (Standing one : balancing.members()) if (one.isDrained(now)) endDrained(balancing, one);
        removeDrainedMembers(now);
    }

    private void endDrained(Balancing balancing, Standing one) {
        int ended = upstreams.of(one.member().rule()).endDrained();
        if (ended > 0) LOG.warn("{}: {} ({}) drains, and after draintime ({} s) its last {} connections are cut", balancing.balancer().url(), one.member(), one.member().place().fileAndLine(),
                balancing.balancer().settings().drainTime().toSeconds(), ended);
    }

    private void removeDrainedMembers(long now) {
        List<Member> removed = balancings.removeDrained(now);
        if (removed.isEmpty()) return;
        for (Member member : removed) LOG.info("{} ({}) has drained and is no member any more", member, member.place().fileAndLine());
        useMembers();
    }

    /** This snapshot is in force, or its members have changed: they are checked, and no others. */
    void useMembers() {
        for (Balancing balancing : balancings.all()) for (Standing one : balancing.members()) upstreams.of(one.member().rule()).drainsFor(balancing.balancer().settings().drainTime());
        upstreams.checks().use(balancings.all());
    }

    /** Holds this snapshot; null if it has been closed. */
    Hold hold() {
        int now = holders.get();
        while (now > 0 && !holders.compareAndSet(now, now + 1)) now = holders.get();
        return now > 0 ? new Hold() : null;
    }

    /** {@code successor} is in force from now on. */
    void retire(Snapshot successor) {
        upstreams.retire(successor.upstreams);
        release();
    }

    private void release() {
        if (holders.decrementAndGet() == 0) upstreams.release();
    }

    /** Whether the decision about a request may wait: for the hash of a password, for the name of the client, or for a disk. */
    boolean decisionMayWait(boolean hasCredentials) {
        return looksUpNames || testsFiles || hasCredentials && checksPasswords;
    }

    /** The configuration with its warnings and notes. */
    Reading reading() {
        return reading;
    }

    /** {@code PassmatchMaxPending}. By default as many requests may wait as the heap can hold, or as {@code MaxRequestWorkers} allows. */
    int maxPending() {
        return maxPending;
    }

    ProxyConfig config() {
        return reading.config();
    }

    /** The decision of the configuration for a request. */
    RoutingDecision rule(HttpServletRequest clientRequest) {
        ClientFacts request = new ClientFacts(clientRequest);
        return hasTls ? config().decide(request, clientRequest.getLocalPort())
                : config().serverFor(request.host(), config().hosts().all().isEmpty() ? null : request.serverAddress(), clientRequest.getLocalPort(), request.scheme()).decide(request);
    }

    Balancings balancings() {
        return balancings;
    }

    Upstreams upstreams() {
        return upstreams;
    }

    Forwarder forwarder() {
        return forwarder;
    }

    /** Closes all connections, also those of earlier configurations, and stops the threads. */
    void closeAll() {
        upstreams.close();
        forwarder.close();
    }

    /** The hold of one request; to be closed, on any thread, after the answer. */
    final class Hold implements AutoCloseable {
        private final AtomicBoolean closed = new AtomicBoolean();

        Snapshot snapshot() {
            return Snapshot.this;
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) release();
        }
    }
}
