package io.github.passmatch.rules.balance;

import io.github.passmatch.rules.naming.NameAnswer;
import io.github.passmatch.rules.naming.NameState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The state of one balancer over all configurations with this balancer: the states of its members by their URLs, and the requests in progress. Safe for concurrent use. */
public final class BalancerState {

    private final ReentrantLock lock = new ReentrantLock();
    /** Under the lock. Counts changes after which the candidates may be others. */
    private long changes;
    private Map<String, MemberState> members = Map.of();
    /** Under the lock. Members that came from elsewhere than the lines, and do not any more; by URL. */
    private final Map<String, Member> leaving = new LinkedHashMap<>();
    /** Under the lock. Where members come from besides the lines, by name. */
    private final Map<String, Balancings.Source> sources = new LinkedHashMap<>();

    /** Under the lock. What the sources gave last, by URL. */
    private Map<String, Member> found = Map.of();
    /** Under the lock. The present candidates, which have the present turns; null: none yet. */
    private Candidates present;
    private Balancing installer;
    /** Whether there were candidates before; at the start of the proxy no member starts slowly. */
    private boolean settled;
    private volatile Changes managed = Changes.NONE;
    /** By the URLs of the lines. */
    private final Map<String, NameState> names = new ConcurrentHashMap<>();
    /** The URLs of the members that were added at run time, in this order. */
    private volatile List<String> added = List.of();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger repeated = new AtomicInteger();

    public BalancerState() {
        sources.put("names", lines -> lines.names().stream().flatMap(line -> line.members(name(line)).stream()).toList());
        sources.put("manager", lines -> added.stream().limit(lines.settings().growth().limit()).map(lines.settings().growth()::member).flatMap(Optional::stream).toList());
    }

    /** What was changed at run time. */
    Changes managed() {
        return managed;
    }

    void manage(Changes now) {
        managed = now;
    }

    /** The addresses of a line that count now. */
    NameState name(NamedMembers line) {
        return names.getOrDefault(line.line().url(), NameState.UNKNOWN);
    }

    /**
     * A look-up has ended.
     *
     * @param now in milliseconds since 1970
     */
    NameState.Change learn(Balancer balancer, NamedMembers line, NameAnswer answer, long now) {
        lock.lock();
        try {
            int others = balancer.names().stream().filter(other -> !other.line().url().equals(line.line().url())).mapToInt(other -> name(other).endpoints().size()).sum();
            NameState.Change change = name(line).after(answer, Math.max(0, balancer.mostAddresses() - others), now);
            names.put(line.line().url(), change.next());
            return change;
        } finally {
            lock.unlock();
        }
    }

    /** The states for the members of {@code balancer}: present ones are kept, others are new. States of members that are not configured any more are forgotten. */
    Map<String, MemberState> take(Balancer balancer) {
        lock.lock();
        try {
            Map<String, MemberState> next = new HashMap<>();
            for (Member member : balancer.members()) {
                MemberState present = members.get(member.url());
                MemberState state = present == null ? new MemberState(this) : present;
                state.drain().leaves(leaving.containsKey(member.url()));
                next.put(member.url(), state);
            }
            if (present != null) present.uninstall();
            present = null;
            members = next;
            changes++;
            return next;
        } finally {
            lock.unlock();
        }
    }

    List<String> added() {
        return added;
    }

    void add(String url) {
        added = Stream.concat(added.stream(), Stream.of(url)).toList();
    }

    /** Adds or replaces a source of members. */
    void supply(String name, Balancings.Source source) {
        lock.lock();
        try {
            sources.put(name, source);
        } finally {
            lock.unlock();
        }
    }

    /** The members from all sources, and those that leave. A URL that has a line is not among them. */
    List<Member> gather(Balancer lines) {
        lock.lock();
        try {
            Set<String> urls = lines.members().stream().map(Member::url).collect(Collectors.toSet());
            Map<String, Member> present = new LinkedHashMap<>();
            for (Balancings.Source source : sources.values()) for (Member member : source.members(lines)) if (!urls.contains(member.url())) present.putIfAbsent(member.url(), member);
            leaving.putAll(found);
            leaving.keySet().removeAll(urls);
            leaving.keySet().removeAll(present.keySet());
            found = present;
            return Stream.concat(present.values().stream(), leaving.values().stream()).toList();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Removes the members that leave and are not needed any more: their sessions had {@code draintime}; without sessions, they have no request in progress.
     *
     * @return what was removed
     */
    List<Member> removeDrained(Balancer.Settings settings, long now) {
        lock.lock();
        try {
            List<Member> removed = leaving.values().stream().filter(member -> hasDrained(members.get(member.url()), settings, now)).toList();
            for (Member member : removed) {
                leaving.remove(member.url());
                members.get(member.url()).drain().end();
                changes++;
            }
            return removed;
        } finally {
            lock.unlock();
        }
    }

    private static boolean hasDrained(MemberState state, Balancer.Settings settings, long now) {
        state.drain().begin(now);
        if (now - state.drain().since() >= settings.drainTime().toMillis()) return true;
        return state.busy() == 0 && (settings.sticky().isEmpty() || state.error().isPresent() || state.checkFailure().isPresent());
    }

    /** Under the lock. The present candidates if they hold and are those of {@code asking}, else null: during a reload, two configurations use the same states. */
    Candidates present(Balancing asking, long now) {
        return present != null && asking.equals(installer) && present.holdsAt(now, changes) ? present : null;
    }

    /** Under the lock. Stores the present turns in the states, for a search. */
    void flush() {
        if (present != null) present.flush();
    }

    /** Under the lock. */
    Candidates install(Candidates fresh, Balancing by) {
        if (present != null) present.uninstall();
        present = fresh;
        installer = by;
        fresh.install();
        return fresh;
    }

    /** Counts a request that begins (1) or ends (-1). */
    void countBusy(MemberState member, int difference) {
        lock.lock();
        try {
            member.countBusy(difference);
            if (present != null && member.slot != MemberState.NO_SLOT) present.busyChanged(member.slot, difference);
        } finally {
            lock.unlock();
        }
    }

    void countBytes(MemberState member, long sent, long read) {
        lock.lock();
        try {
            member.countBytes(sent, read);
            if (present != null && member.slot != MemberState.NO_SLOT) present.trafficChanged(member.slot);
        } finally {
            lock.unlock();
        }
    }

    /** Does a change of the state of a member. */
    void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
            changes++;
        } finally {
            lock.unlock();
        }
    }

    /** As {@link #locked}, with a result. */
    boolean decided(BooleanSupplier change) {
        lock.lock();
        try {
            changes++;
            return change.getAsBoolean();
        } finally {
            lock.unlock();
        }
    }

    /** Reads something under the lock. */
    <T> T read(Supplier<T> value) {
        lock.lock();
        try {
            return value.get();
        } finally {
            lock.unlock();
        }
    }

    ReentrantLock lock() {
        return lock;
    }

    /** Under the lock. */
    long changes() {
        return changes;
    }

    /** Under the lock. */
    void changed() {
        changes++;
    }

    /** Under the lock. Notes which members are candidates, and lets those begin slowly that were not before. Returns whether a number of a member has changed. */
    boolean settle(List<Standing> all, Candidates fresh, long now) {
        List<Standing> entering = new ArrayList<>();
        long traffic = 0;
        for (int i = 0; i < fresh.count(); i++) {
            Standing one = fresh.member(i);
            if (!one.state().candidate) entering.add(one);
            else traffic += one.state().traffic(one.member().role().loadFactor());
        }
        int others = fresh.count() - entering.size();
        boolean changed = false;
        for (Standing one : entering) {
            if (others > 0) changed |= one.state().raiseTraffic(traffic / others, one.member().role().loadFactor());
            if (settled && !one.member().role().slowStart().isZero()) {
                one.state().returned = Math.max(1, now);
                changed = true;
            }
        }
        settled = true;
        for (Standing one : all) one.state().candidate = false;
        for (int i = 0; i < fresh.count(); i++) fresh.member(i).state().candidate = true;
        return changed;
    }

    void began() {
        requests.incrementAndGet();
    }

    void ended(boolean wasRepeated) {
        requests.decrementAndGet();
        if (wasRepeated) repeated.decrementAndGet();
    }

    /** Counts a request that is repeated, unless {@code percent} of the requests in progress, and at least three, are being repeated. */
    boolean repeats(int percent) {
        int most = Math.max(3, (int) ((long) requests.get() * percent / 100));
        int before = repeated.getAndUpdate(n -> n < most ? n + 1 : n);
        return before < most;
    }

    @Override
    public String toString() {
        return members.entrySet().stream().map(entry -> entry.getKey() + " " + entry.getValue().error().map(MemberError::toString).orElse("no error")).sorted().collect(Collectors.joining("; "));
    }
}
