package io.github.passmatch.upstream;

import io.github.passmatch.rules.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** The upstreams of all rules, and the one thread that watches over them. */
public final class Upstreams implements AutoCloseable {

    private final Upstream[] byNumber;
    private final List<Upstream> all = new ArrayList<>();
    private final Watchdog watchdog;
    private final Observer observer;

    /**
     * Makes the managers; connects nowhere.
     *
     * @param rules all of a configuration, by number
     */
    public Upstreams(List<Rule> rules) {
        this(rules, System::nanoTime, Observer.NONE);
    }

    /**
     * @param clock    nanoseconds; how long connections have been idle is judged by it
     * @param observer is told what happens
     */
    public Upstreams(List<Rule> rules, LongSupplier clock, Observer observer) {
        this.observer = observer;
        watchdog = new Watchdog(this::closeExpired);
        byNumber = new Upstream[rules.size() + 1];
        for (Rule rule : rules) {
            if (rule.excludes()) continue;
            Upstream upstream = new Upstream(rule, watchdog, clock, observer);
            byNumber[rule.number()] = upstream;
            all.add(upstream);
        }
        watchdog.start();
    }

    /** The upstream of a rule that forwards. */
    public Upstream of(Rule rule) {
        return byNumber[rule.number()];
    }

    /** In the order of the rules. */
    public List<Upstream> all() {
        return List.copyOf(all);
    }

    /** Who is told what happens. */
    public Observer observer() {
        return observer;
    }

    /** Connections in use, of all rules. */
    public int leased() {
        return all.stream().mapToInt(Upstream::leased).sum();
    }

    private void closeExpired() {
        for (Upstream upstream : all) upstream.closeExpired();
    }

    /** Closes every kept connection and ends the watching thread. Exchanges still open fail or close theirs when they end. */
    @Override
    public void close() {
        for (Upstream upstream : all) upstream.close();
        watchdog.close();
    }
}
