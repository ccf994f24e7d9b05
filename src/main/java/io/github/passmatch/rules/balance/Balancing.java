package io.github.passmatch.rules.balance;

import io.github.passmatch.rules.balance.StickySession.Session;
import io.github.passmatch.rules.connection.Upgrades;
import io.github.passmatch.rules.connection.WorkerFlag;
import io.github.passmatch.rules.naming.NameAnswer;
import io.github.passmatch.rules.naming.NameState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;

/** Chooses members of one balancer. Belongs to one configuration; its state survives it. Safe for concurrent use. */
public final class Balancing {

    private final Balancer balancer;
    private final BalancerState state;
    private final IntUnaryOperator random;
    private final List<Standing> members;
    private final SortedMap<Integer, List<Standing>> sets = new TreeMap<>();
    private final Routes routes;
    private final Set<Upgrades> upgrades;

    public Balancing(Balancer balancer, BalancerState state) {
        this(balancer, state, bound -> ThreadLocalRandom.current().nextInt(bound));
    }

    /**
     * A balancer with a source of random numbers of its own.
     *
     * @param random a number from 0 up to its argument, for {@code choices=2}
     */
    public Balancing(Balancer balancer, BalancerState state, IntUnaryOperator random) {
        this.balancer = balancer;
        this.state = state;
        this.random = random;
        Map<String, MemberState> states = state.take(balancer);
        this.members = balancer.members().stream().map(member -> new Standing(member, states.get(member.url()), balancer.settings().drainTime())).toList();
        for (Standing one : members) sets.computeIfAbsent(one.member().role().lbset(), set -> new ArrayList<>()).add(one);
        this.routes = new Routes(members);
        this.upgrades = members.stream().map(one -> one.member().connections().protocol().upgrades()).filter(allowed -> !allowed.areNone()).collect(Collectors.toUnmodifiableSet());
    }

    public Balancer balancer() {
        return balancer;
    }

    /** All members with their states, in the order of definition. */
    public List<Standing> members() {
        return members;
    }

    /** The protocols to which members allow to switch: in most cases a single element, or none. */
    public Set<Upgrades> upgrades() {
        return upgrades;
    }

    /**
     * A look-up of a name whose addresses are members has ended. The members of this object stay.
     *
     * @param now in milliseconds since 1970
     */
    public NameState.Change learn(NamedMembers line, NameAnswer answer, long now) {
        return state.learn(balancer, line, answer, now);
    }

    /** The addresses of a name that count now. */
    public NameState name(NamedMembers line) {
        return state.name(line);
    }

    BalancerState state() {
        return state;
    }

    /**
     * Begins a request, which must be closed at its end.
     *
     * @param path    the path for the upstream, escaped
     * @param query   the query, or null
     * @param cookies the values of the {@code Cookie} lines
     */
    public Attempts begin(String path, String query, List<String> cookies) {
        return new Attempts(this, session(path, query, cookies));
    }

    /** What {@link #begin} would choose, without any change: for explanations. */
    public Choice preview(String path, String query, List<String> cookies, long now) {
        return choose(session(path, query, cookies), Set.of(), now, false);
    }

    private Optional<Session> session(String path, String query, List<String> cookies) {
        Optional<StickySession> sticky = balancer.settings().sticky();
        return sticky.isEmpty() ? Optional.empty() : sticky.get().find(path, query, cookies, routes::isKnown);
    }

    /**
     * Chooses a member.
     *
     * @param counts whether the choice counts: turns move, and the member gets one request more
     */
    Choice choose(Optional<Session> session, Set<Standing> tried, long now, boolean counts) {
        state.lock().lock();
        try {
            Candidates present = candidates(tried, now, counts);
            boolean recovers = present.allInError && balancer.settings().failover().forced();
            if (recovers && counts) members.forEach(one -> one.state().clearError());
            if (recovers && counts) state.changed();
            if (recovers) present = counts ? candidates(tried, now, true) : search(tried, now, true);
            Choice choice = choose(session, present, tried, now, recovers, counts);
            if (counts && choice.chosen().isPresent()) state.countBusy(choice.chosen().get().state(), 1);
            return choice;
        } finally {
            state.lock().unlock();
        }
    }

    private Choice choose(Optional<Session> session, Candidates present, Set<Standing> tried, long now, boolean ignoresErrors, boolean counts) {
        if (members.isEmpty()) return none(Choice.Reason.NO_MEMBERS, session, present);
        boolean keeps = balancer.settings().failover().keepsSessions();
        if (session.isPresent() && routes.isKnown(session.get().route())) {
            String route = session.get().route();
            Optional<Standing> own = routes.usable(route, now, ignoresErrors, keeps, tried);
            if (own.isPresent() && counts) present.countSession(own.get());
            boolean same = own.filter(one -> one.member().role().route().equals(route)).isPresent();
            if (own.isPresent()) return new Choice(balancer, own, same ? Choice.Reason.STICKY : Choice.Reason.REDIRECT, 0, 0, "", session, present.skips);
            if (keeps) return none(Choice.Reason.SESSION_KEPT, session, present);
        }
        if (present.count() > 0) return byMethod(session, present, counts);
        return none(tried.isEmpty() ? present.allInError ? Choice.Reason.ALL_IN_ERROR : Choice.Reason.NONE_USABLE : Choice.Reason.ALL_TRIED, session, present);
    }

    private Choice none(Choice.Reason reason, Optional<Session> session, Candidates present) {
        List<Skip> skips = new ArrayList<>(present.skips);
        for (NamedMembers line : balancer.names()) line.without(name(line)).ifPresent(skips::add);
        return new Choice(balancer, Optional.empty(), reason, 0, 0, "", session, skips);
    }

    private Choice byMethod(Optional<Session> session, Candidates present, boolean counts) {
        Balancer.Settings settings = balancer.settings();
        boolean two = settings.twoRandom();
        return switch (settings.method()) {
            case BYREQUESTS -> {
                int best = present.nextInTurn(counts);
                yield chosen(Choice.Reason.NEXT_IN_TURN, best, present.factor(best), present.sum(), session, present);
            }
            case BYTRAFFIC -> {
                int best = present.leastTraffic();
                MemberState state = present.member(best).state();
                yield chosen(Choice.Reason.LEAST_TRAFFIC, best, state.sent() + state.read(), 0, session, present);
            }
            case BYBUSYNESS -> {
                int best = two ? present.lessBusyOfTwo(random) : present.leastBusy(counts);
                yield chosen(two ? Choice.Reason.LESS_BUSY_OF_TWO : Choice.Reason.LEAST_BUSY, best, present.member(best).state().busy(), present.busy(), session, present);
            }
        };
    }

    private Choice chosen(Choice.Reason reason, int best, long part, long whole, Optional<Session> session, Candidates present) {
        String among = switch (present.kind) {
            case NORMAL -> "";
            case WITH_SPARES -> ", with hot spares for missing members";
            case STANDBYS -> ", among the hot standbys";
            case ON_TRIAL -> ", although another request tries it, because no other member is usable";
        };
        return new Choice(balancer, Optional.of(present.member(best)), reason, part, whole, among, session, present.skips);
    }

    /** The present candidates, unless something has changed, or the request has tried members. */
    private Candidates candidates(Set<Standing> tried, long now, boolean counts) {
        Candidates present = tried.isEmpty() ? state.present(this, now) : null;
        if (present != null) return present;
        Candidates fresh = search(tried, now, false);
        if (!counts) return fresh;
        if (tried.isEmpty() && state.settle(members, fresh, now)) fresh = search(tried, now, false);
        return state.install(fresh, this);
    }

    private Candidates search(Set<Standing> tried, long now, boolean ignoresErrors) {
        state.flush();
        return new CandidateSearch(now, ignoresErrors, tried).in(sets, tried.isEmpty() ? state.changes() : -1);
    }

    /** Puts a member in error, unless it ignores errors, too few responses in a row were bad, or too many members of its set are in error already. Returns the error. */
    Optional<MemberError> fail(Standing one, ErrorCause cause, String detail, long now) {
        Ejection ejection = balancer.settings().ejection();
        boolean fails = state.decided(() -> {
            if (one.has(WorkerFlag.IGNORE_ERRORS) || !cause.beforeRequest() && !(one.state().countFail(ejection.fails()) && mayEject(one, now))) return false;
            one.state().fail(cause, detail, now, one.member().connections().retry().toMillis(), ejection);
            return true;
        });
        return fails ? one.state().error() : Optional.empty();
    }

    private boolean mayEject(Standing one, long now) {
        List<Standing> set = sets.get(one.member().role().lbset());
        int inError = 0;
        for (Standing other : set) if (!other.equals(one) && other.state().error().filter(error -> error.until() > now).isPresent()) inError++;
        return balancer.settings().ejection().allowsOneMore(inError, set.size());
    }
}
