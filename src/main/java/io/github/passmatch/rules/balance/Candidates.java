package io.github.passmatch.rules.balance;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntUnaryOperator;

/**
 * The members among which a method chooses, computed after each change of the states. Holds the numbers of the members in arrays, because a scan of arrays needs a twentieth of the time of a scan of
 * objects. Under the lock of the balancer.
 */
final class Candidates {

    /** What makes the candidates special. */
    enum Kind { NORMAL, WITH_SPARES, STANDBYS, ON_TRIAL }

    private static final long UNIT = 10000;

    /** First the candidates, then the other members that may be used for a session. */
    private final Standing[] members;
    private final int count;
    private final long[] factors;
    /** The sums of the factors up to each member. */
    private final long[] sums;
    private final long[] turns;
    /** Requests in progress, times {@link #UNIT}, and more during a slow start. */
    private final long[] loads;
    private final long[] traffic;
    private long busy;
    final Kind kind;
    final List<Skip> skips;
    /** Whether each member that could serve is in error, so that forced recovery applies. */
    final boolean allInError;
    private final long version;
    private final long from;
    /** When the candidates may change without an event. */
    final long until;

    /** @param version of the states; -1: for one request only */
    Candidates(List<Standing> candidates, Kind kind, List<Standing> usable, List<Skip> skips, boolean allInError, long version, long now, long until) {
        Set<Standing> all = new LinkedHashSet<>(candidates);
        all.addAll(usable);
        this.members = all.toArray(Standing[]::new);
        this.count = candidates.size();
        this.kind = kind;
        this.factors = new long[members.length];
        this.sums = new long[members.length];
        this.turns = new long[members.length];
        this.loads = new long[members.length];
        this.traffic = new long[members.length];
        long sum = 0;
        for (int i = 0; i < members.length; i++) {
            MemberState state = members[i].state();
            factors[i] = members[i].factor(now);
            sums[i] = sum += factors[i];
            turns[i] = state.turn;
            traffic[i] = state.traffic(members[i].member().role().loadFactor());
            loads[i] = load(i);
            if (i < count) busy += state.busy();
        }
        this.skips = List.copyOf(skips);
        this.allInError = allInError;
        this.version = version;
        this.from = now;
        this.until = until;
    }

    boolean holdsAt(long now, long currentVersion) {
        return version == currentVersion && now >= from && now < until;
    }

    int count() {
        return count;
    }

    Standing member(int i) {
        return members[i];
    }

    long factor(int i) {
        return factors[i];
    }

    long sum() {
        return count == 0 ? 0 : sums[count - 1];
    }

    /** The requests in progress of all candidates. */
    long busy() {
        return busy;
    }

    /** From now on, changes of the members' numbers are told to this object. */
    void install() {
        for (int i = 0; i < members.length; i++) members[i].state().slot = i;
    }

    /** Stores the turns in the states of the members. */
    void flush() {
        for (int i = 0; i < members.length; i++) members[i].state().turn = turns[i];
    }

    void uninstall() {
        flush();
        for (Standing one : members) one.state().slot = MemberState.NO_SLOT;
    }

    /** The requests in progress of a member have changed. */
    void busyChanged(int slot, int difference) {
        loads[slot] = load(slot);
        if (slot < count) busy += difference;
    }

    void trafficChanged(int slot) {
        traffic[slot] = members[slot].state().traffic(members[slot].member().role().loadFactor());
    }

    private long load(int i) {
        long requests = members[i].state().busy();
        int full = members[i].member().role().loadFactor();
        return factors[i] == full ? requests * UNIT : requests * UNIT * full / factors[i];
    }

    /** byrequests (httpd's arithmetic): each candidate gains its factor, the one with the most wins and pays the sum; the first one on ties. */
    int nextInTurn(boolean moves) {
        long most = Long.MIN_VALUE;
        for (int i = 0; i < count; i++) most = Math.max(most, turns[i] + factors[i]);       // two loops without branches are faster than one
        int best = 0;
        while (turns[best] + factors[best] != most) best++;
        if (moves) pay(best);
        return best;
    }

    private void pay(int best) {
        for (int i = 0; i < count; i++) turns[i] += factors[i];
        turns[best] -= sum();
    }

    /** bytraffic: the fewest bytes for each unit of {@code loadfactor}; the first one on ties. */
    int leastTraffic() {
        long least = least(traffic);
        int best = 0;
        while (traffic[best] != least) best++;
        return best;
    }

    /** bybusyness: the fewest requests in progress; on ties the most turns of byrequests, which move each time. */
    int leastBusy(boolean moves) {
        long fewest = least(loads);
        long most = Long.MIN_VALUE;
        for (int i = 0; i < count; i++) most = Math.max(most, loads[i] == fewest ? turns[i] + factors[i] : Long.MIN_VALUE);
        int best = 0;
        while (loads[best] != fewest || turns[best] + factors[best] != most) best++;
        if (moves) pay(best);
        return best;
    }

    private long least(long[] numbers) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < count; i++) least = Math.min(least, numbers[i]);
        return least;
    }

    /** The less busy one of two random candidates; the loadfactors are the weights. */
    int lessBusyOfTwo(IntUnaryOperator random) {
        int first = draw(random);
        if (count == 1) return first;
        int second = draw(random);
        for (int i = 0; i < 3 && second == first; i++) second = draw(random);
        return loads[second] < loads[first] ? second : first;
    }

    private int draw(IntUnaryOperator random) {
        long point = random.applyAsInt((int) Math.min(Integer.MAX_VALUE, sum()));
        int low = 0;
        int high = count - 1;
        while (low < high) {
            int middle = (low + high) / 2;
            if (sums[middle] > point) high = middle;
            else low = middle + 1;
        }
        return low;
    }

    /** A choice by session: every usable member of the balancer gains its factor, and the chosen one pays the sum. */
    void countSession(Standing chosen) {
        if (members.length == 0) return;
        for (int i = 0; i < members.length; i++) turns[i] += factors[i];
        int slot = chosen.state().slot;
        if (slot != MemberState.NO_SLOT) turns[slot] -= sums[members.length - 1];
    }
}
