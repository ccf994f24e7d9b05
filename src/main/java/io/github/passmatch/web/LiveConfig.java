package io.github.passmatch.web;

import io.github.passmatch.config.ConfigOrigin;
import io.github.passmatch.config.Reading;
import io.github.passmatch.config.problem.ConfigException;
import io.github.passmatch.config.problem.IgnoredLines;
import io.github.passmatch.config.problem.Problem;
import io.github.passmatch.diagnose.Telemetry;
import io.github.passmatch.diagnose.figures.FilterGauges;
import io.github.passmatch.diagnose.status.About;
import io.github.passmatch.diagnose.status.Reload;
import io.github.passmatch.diagnose.status.Reload.Outcome;
import io.github.passmatch.diagnose.status.Status;
import io.github.passmatch.rules.balance.Balancings;
import io.github.passmatch.rules.match.Rule;
import io.github.passmatch.upstream.log.Loggers;
import io.github.passmatch.upstream.naming.DnsResolver;
import io.github.passmatch.upstream.naming.NameWatch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;

/**
 * Holds the configuration in force and replaces it: completely, for all requests that begin after the replacement, or not at all. Requests hold a configuration
 * without locks; reloads run one after another.
 */
final class LiveConfig implements AutoCloseable {

    private static final Logger LOG = Loggers.of("passmatch");
    private static final String FILES_CHANGED = "a change of its files";

    /** The longest wait for the first look-ups of names whose addresses are members. */
    private static final Duration FIRST_LOOKUPS = Duration.ofSeconds(3);

    private final Optional<ConfigOrigin> origin;
    private final String contextPath;
    private final Telemetry logs;
    private final NameWatch names = new NameWatch(new DnsResolver(), this::refreshNames);
    private final ReentrantLock reloading = new ReentrantLock();
    private final FileWatch watch;      // null if there are no files
    private volatile Snapshot current;
    private volatile Reload lastReload;
    private boolean closed;             // only under the lock

    /**
     * @param first       in force from now on
     * @param origin      from which the configuration was read; empty if it cannot be read again
     * @param checkPeriod how often the files are checked
     * @param contextPath of the application, for the log; empty for the root
     * @param logs        writes the access logs of the configuration that is in force; those of {@code first} are open
     */
    LiveConfig(Snapshot first, Optional<ConfigOrigin> origin, Duration checkPeriod, String contextPath, Telemetry logs) {
        this.contextPath = contextPath;
        this.origin = origin;
        this.logs = logs;
        current = first;
        useNames(first);
        useMembers();
        first.upstreams().eachSecond(this::endDrains);
        lastReload = new Reload(Instant.now(), "the start", Outcome.LOADED, count(first.config().rules()) + " in force", rendered(first.reading().problems()));
        logs.use(first.config());
        watch = origin.filter(ConfigOrigin::isInFiles).map(files -> new FileWatch(checkPeriod, this::checkFiles)).orElse(null);
    }

    /** Holds the configuration in force. */
    Snapshot.Hold hold() {
        Snapshot.Hold hold = current.hold();
        while (hold == null) hold = current.hold();     // replaced by a reload at the same time
        return hold;
    }

    /** The configuration in force, for a short look without hold. */
    Snapshot current() {
        return current;
    }

    /** Looks up the names of a configuration that is about to come into force, so that its members are there from the first request on; without an answer in time, they come later. */
    private void useNames(Snapshot next) {
        reloading.lock();
        try {
            names.use(next.balancings().all());
            names.awaitFirst(FIRST_LOOKUPS);
            next.balancings().refreshNames();
        } finally {
            reloading.unlock();
        }
    }

    private void useMembers() {
        current.useMembers();
        logs.useMembers(current.balancings().all());
    }

    /** Addresses of names have changed. Does not wait: during a reload, false. */
    private boolean refreshNames() {
        if (!reloading.tryLock()) return false;
        try {
            if (closed) return true;
            current.balancings().refreshNames();
            useMembers();
            return true;
        } finally {
            reloading.unlock();
        }
    }

    /** Does not wait: during a reload, this is done a second later. */
    private void endDrains() {
        if (!reloading.tryLock()) return;
        try {
            if (closed) return;
            current.endDrains();
            logs.useMembers(current.balancings().all());
        } finally {
            reloading.unlock();
        }
    }

    /** Makes a change of the balancers of the configuration in force, which no reload interrupts. */
    <T> T change(Function<Balancings, T> change) {
        reloading.lock();
        try {
            T result = change.apply(current.balancings());
            useMembers();
            return result;
        } finally {
            reloading.unlock();
        }
    }

    /** The result of the last reload, or of the start. */
    Reload lastReload() {
        return lastReload;
    }

    /** The status of the configuration in force. */
    Status status(Telemetry telemetry) {
        Snapshot now = current;
        About about = new About(FilterGauges.version(), telemetry.started(), origin.flatMap(ConfigOrigin::file).map(Path::toString), origin.flatMap(ConfigOrigin::fileChanged), now.config().status().audienceInWords(), found(now.reading().problems()));
        return Status.of(now.config(), now.balancings(), telemetry, lastReload, about);
    }

    /** Loads changed files as soon as they have not changed since the previous check. */
    void checkFiles() {
        reloading.lock();
        try {
            if (!closed) attempt(FILES_CHANGED, origin.orElseThrow()::readIfChanged, this::unlessEmptied).ifPresent(reload -> lastReload = reload);
        } finally {
            reloading.unlock();
        }
    }

    /** Reads the configuration again. A valid one is in force when this method returns; the log has the result. Never throws because of errors in the configuration. */
    Reload reload(String trigger) {
        reloading.lock();
        try {
            Reload reload = closed || origin.isEmpty() ? result(trigger, Outcome.FIXED, "the configuration cannot be read again")
                    : attempt(trigger, () -> Optional.of(origin.get().read()), this::replace).orElseThrow();
            lastReload = reload;
            return reload;
        } finally {
            reloading.unlock();
        }
    }

    /** Reads the configuration; empty if nothing has changed. */
    private interface Source {
        Optional<Reading> read() throws IOException, ConfigException;
    }

    private static Optional<Reload> attempt(String trigger, Source source, BiFunction<Reading, String, Reload> then) {
        try {
            return source.read().map(reading -> then.apply(reading, trigger));
        } catch (ConfigException e) {
            LOG.error("reload because of {}: the configuration has errors and is rejected; the previous one stays in force:\n{}", trigger, e.getMessage());
            return Optional.of(new Reload(Instant.now(), trigger, Outcome.REFUSED, "it has errors; the previous one stays in force", rendered(e.problems())));
        } catch (IOException | RuntimeException e) {
            LOG.error("reload because of {}: the configuration cannot be read, the previous one stays in force: {}", trigger, e.toString());
            LOG.debug("reload failed", e);
            return Optional.of(result(trigger, Outcome.REFUSED, "it cannot be read: " + e));
        }
    }

    /** A file without any rule is more likely damaged, or partly written, than intended. */
    private Reload unlessEmptied(Reading reading, String trigger) {
        if (current.config().rules().isEmpty() || !reading.config().rules().isEmpty()) return replace(reading, trigger);
        String message = "it has no rule any more; the previous configuration stays in force. To load it nevertheless, reload explicitly (SIGHUP, or the status page)";
        LOG.warn("reload because of {}: refused: {}", trigger, message);
        return new Reload(Instant.now(), trigger, Outcome.REFUSED, message, rendered(reading.problems()));
    }

    private Reload replace(Reading reading, String trigger) {
        try {
            logs.openLogs(reading.config());
        } catch (IOException e) {
            LOG.error("reload because of {}: refused, the previous configuration stays in force:\n{}", trigger, e.getMessage());
            return result(trigger, Outcome.REFUSED, e.getMessage() + "; the previous one stays in force");
        }
        Snapshot before = current;
        Snapshot next = before.successor(reading);
        useNames(next);
        current = next;
        before.retire(next);
        useMembers();
        logs.use(next.config());
        String message = describe(before, next);
        LOG.info("reload because of {}: {}", trigger, message);
        ReadingReport.log(reading, contextPath, LOG);
        if (!reading.config().listen().equals(before.config().listen())) LOG.warn("Listen has changed; the change takes effect at the next start");
        if (reading.config().speaks("h2c") != before.config().speaks("h2c")) LOG.warn("Protocols with h2c has changed; the change takes effect at the next start");
        if (!reading.config().status().listen().equals(before.config().status().listen())) LOG.warn("PassmatchStatusListen has changed; the change takes effect at the next start");
        return new Reload(Instant.now(), trigger, Outcome.LOADED, message, rendered(reading.problems()));
    }

    private static String describe(Snapshot before, Snapshot next) {
        Set<Object> known = before.upstreams().all().stream().collect(Collectors.toSet());
        long kept = next.upstreams().all().stream().filter(known::contains).count();
        return count(next.config().rules()) + " in force, " + kept + " with the connections they had";
    }

    private static String count(List<Rule> rules) {
        return rules.size() + (rules.size() == 1 ? " rule" : " rules");
    }

    private static List<About.Found> found(List<Problem> problems) {
        return problems.stream().filter(problem -> !IgnoredLines.isOne(problem))
                .map(problem -> new About.Found(problem.place(), problem.severity().name().toLowerCase(Locale.ROOT), problem.finding().id(), problem.render())).toList();
    }

    private static List<String> rendered(List<Problem> problems) {
        return problems.stream().map(Problem::render).toList();
    }

    private static Reload result(String trigger, Outcome outcome, String message) {
        return new Reload(Instant.now(), trigger, outcome, message, List.of());
    }

    /** Stops all threads and closes all connections. */
    @Override
    public void close() {
        reloading.lock();
        try {
            closed = true;
        } finally {
            reloading.unlock();
        }
        if (watch != null) watch.close();
        names.close();
        current.closeAll();
    }
}
