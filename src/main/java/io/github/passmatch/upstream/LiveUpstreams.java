package io.github.passmatch.upstream;

import io.github.passmatch.rules.match.Rule;
import io.github.passmatch.upstream.health.HealthChecks;
import io.github.passmatch.upstream.log.Loggers;
import io.github.passmatch.upstream.reactor.Reactor;
import io.github.passmatch.upstream.time.Deadline;
import io.github.passmatch.upstream.time.ResponseListener;
import io.github.passmatch.upstream.time.Watchdog;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/** Holds all open upstreams, of the configuration in force and of earlier configurations with requests that have not ended, and the threads that serve them. */
final class LiveUpstreams implements AutoCloseable {

    private static final Logger LOG = Loggers.of(LiveUpstreams.class);

    private final Set<Upstream> living = ConcurrentHashMap.newKeySet();
    private final Watchdog watchdog = new Watchdog(this::chore);
    private final Reactor reactor;
    private final LongSupplier clock;
    private final Observer observer;
    private final HealthChecks checks;
    private volatile Runnable more = () -> { };

    LiveUpstreams(LongSupplier clock, Observer observer, Reactor reactor) {
        this.reactor = reactor;
        this.clock = clock;
        this.observer = observer;
        this.checks = new HealthChecks(reactor, watchdog, System::nanoTime);
        watchdog.start();
    }

    Observer observer() {
        return observer;
    }

    HealthChecks checks() {
        return checks;
    }

    /** Creates the upstream of a rule; to be followed by {@link #add}. */
    Upstream build(Rule rule) {
        Upstream built = new Upstream(rule, watchdog, reactor, clock, observer);
        built.whenUnused(() -> remove(built));
        return built;
    }

    public void add(Upstream upstream) {
        living.add(upstream);
    }

    /** Closes an upstream that no configuration uses any more. */
    void remove(Upstream upstream) {
        upstream.close();
        living.remove(upstream);
    }

    /** Begins a pause of a request. */
    Pause pause(ResponseListener listener) {
        return new Pause(watchdog.guard(listener, Deadline.in(Optional.empty())));
    }

    /** Connections in use, of all upstreams. */
    int leased() {
        return living.stream().mapToInt(Upstream::leased).sum();
    }

    /** Sets what else is done about once a second. */
    void eachSecond(Runnable chore) {
        more = chore;
    }

    private void chore() {
        more.run();
        checks.eachSecond();
        for (Upstream upstream : living) {
            upstream.closeExpired();
            if (upstream.lifetime().isOverdue(clock.getAsLong())) cut(upstream);
        }
    }

    private void cut(Upstream upstream) {
        if (upstream.leased() > 0) LOG.warn("{} {} ({}) is not used any more, and its last {} connections are cut ({})", upstream.rule().isMember() ? "member" : "rule", upstream.rule().number(),
                upstream.rule().place().fileAndLine(), upstream.leased(), upstream.rule().isMember() ? "draintime" : UpstreamLifetime.DRAIN_LIMIT.toMinutes() + " min");
        upstream.cut();
        living.remove(upstream);
    }

    /** Ends the background threads and all exchanges, in every phase, and closes every connection. */
    @Override
    public void close() {
        watchdog.close();
        living.forEach(Upstream::close);
        checks.close();
        reactor.close();
    }
}
