package io.github.passmatch.rules.balance;

import io.github.passmatch.rules.connection.WorkerFlag;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/** Finds the candidates: the lowest lbset with a usable member, with spares for the missing members, else with its standbys. Under the lock of the balancer. */
final class CandidateSearch {

    private final long now;
    private final boolean ignoresErrors;
    private final Set<Standing> tried;
    private final List<Standing> usable = new ArrayList<>();
    private final List<Standing> onTrial = new ArrayList<>();
    private final List<Skip> skips = new ArrayList<>();
    private List<Standing> found = List.of();
    private Candidates.Kind kind = Candidates.Kind.NORMAL;
    private long until = Long.MAX_VALUE;
    private int counted;
    private int inError;

    /**
     * @param ignoresErrors as after forced recovery
     * @param tried         members that the request must not try again
     */
    CandidateSearch(long now, boolean ignoresErrors, Set<Standing> tried) {
        this.now = now;
        this.ignoresErrors = ignoresErrors;
        this.tried = tried;
    }

    Candidates in(SortedMap<Integer, List<Standing>> sets, long version) {
        for (List<Standing> set : sets.values()) search(set);
        if (found.isEmpty() && !onTrial.isEmpty()) {        // nobody else: better a second trial than no member
            found = onTrial;
            kind = Candidates.Kind.ON_TRIAL;
        }
        return new Candidates(found, kind, usable, skips, counted > 0 && inError == counted, version, now, until);
    }

    private void search(List<Standing> set) {
        boolean done = !found.isEmpty();
        List<Standing> normal = new ArrayList<>();
        List<Standing> spares = new ArrayList<>();
        List<Standing> standbys = new ArrayList<>();
        int missing = 0;
        for (Standing one : set) {
            Optional<Skip> obstacle = obstacle(one);
            boolean plain = one.state().isPlain(one.member());
            boolean spare = !plain && one.has(WorkerFlag.SPARE);
            boolean standby = !plain && !spare && one.has(WorkerFlag.STANDBY);
            if (obstacle.isEmpty()) usable.add(one);
            boolean draining = !plain && one.has(WorkerFlag.DRAINING);
            if (draining || obstacle.isPresent()) {
                if (!spare && !standby) missing++;
                skips.add(draining && obstacle.isEmpty() ? one.draining() : obstacle.orElseThrow());
            } else if (done) {
                skips.add(one.skip(Skip.Reason.OTHER_SET, "").orElseThrow());
            } else {
                (spare ? spares : standby ? standbys : normal).add(one);
            }
        }
        if (!done) choose(normal, spares, standbys, missing);
    }

    private void choose(List<Standing> normal, List<Standing> spares, List<Standing> standbys, int missing) {
        int used = Math.min(missing, spares.size());
        normal.addAll(spares.subList(0, used));
        spares.subList(used, spares.size()).forEach(spare -> skips.add(spare.skip(Skip.Reason.SPARE, "").orElseThrow()));
        if (used > 0) kind = Candidates.Kind.WITH_SPARES;
        if (normal.isEmpty() && !standbys.isEmpty()) {
            kind = Candidates.Kind.STANDBYS;
            found = standbys;
        } else {
            standbys.forEach(standby -> skips.add(standby.skip(Skip.Reason.STANDBY, "").orElseThrow()));
            found = normal;
        }
        if (found.isEmpty()) kind = Candidates.Kind.NORMAL;
    }

    private Optional<Skip> obstacle(Standing one) {
        until = Math.min(until, one.nextStep(now));
        if (one.drainedAt() > now) until = Math.min(until, one.drainedAt());
        Optional<Skip> obstacle = one.obstacle(now);
        Optional<Skip.Reason> reason = obstacle.map(Skip::reason);
        boolean error = reason.filter(Skip.Reason.IN_ERROR::equals).isPresent();
        if (error) until = Math.min(until, one.state().error().orElseThrow().until());
        if (one.counts()) {
            counted++;
            if (error) inError++;
        }
        if (tried.contains(one)) return one.skip(Skip.Reason.TRIED, "");
        if (reason.filter(Skip.Reason.ON_TRIAL::equals).isPresent() && !one.has(WorkerFlag.DRAINING)) onTrial.add(one);
        return error && ignoresErrors ? Optional.empty() : obstacle;
    }
}
