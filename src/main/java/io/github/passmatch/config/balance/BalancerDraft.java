package io.github.passmatch.config.balance;

import io.github.passmatch.rules.Place;
import io.github.passmatch.rules.balance.Balancer;
import io.github.passmatch.rules.balance.Ejection;
import io.github.passmatch.rules.balance.Failover;
import io.github.passmatch.rules.balance.Member;
import io.github.passmatch.rules.balance.Method;
import io.github.passmatch.rules.balance.StickySession;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Collects the parameters of one balancer. A later value of a parameter replaces an earlier one. */
public final class BalancerDraft {

    /** In lower case. */
    public final String name;
    /** The first line that mentions the balancer. */
    public final Place place;
    /** The first parameter; empty if there is none. */
    public Optional<Place> parameter = Optional.empty();

    public Method method = Method.BYREQUESTS;
    public Optional<Place> choicesPlace = Optional.empty();
    public boolean twoRandom;
    /** {@code stickysession}; empty text: off. */
    public String sticky = "";
    /** 0: none. */
    public char separator = '.';
    public boolean semicolon;
    public boolean setsCookie;
    public boolean noFailover;
    public OptionalInt maxAttempts = OptionalInt.empty();
    public Duration timeout = Duration.ZERO;
    public boolean forceRecovery = true;
    public OptionalInt retryBudget = OptionalInt.empty();
    public Set<Integer> failOnStatus = Set.of();
    public boolean failOnTimeout;
    public OptionalInt fails = OptionalInt.empty();
    public OptionalInt maxError = OptionalInt.empty();
    public Optional<String> nonce = Optional.empty();
    public int growth;
    public Duration drainTime = Balancer.Settings.DEFAULT.drainTime();

    public BalancerDraft(String name, Place place) {
        this.name = name;
        this.place = place;
    }

    /** @param templates for members that are added at run time */
    public Balancer.Settings settings(List<Member> templates) {
        Optional<StickySession> session = Optional.of(sticky).filter(names -> !names.isEmpty()).map(StickySession::named)
                .map(named -> new StickySession(named.cookie(), named.parameter(), separator, semicolon, setsCookie));
        return new Balancer.Settings(method, twoRandom, session, new Failover(noFailover, maxAttempts, timeout, forceRecovery, retryBudget),
                new Ejection(failOnStatus, failOnTimeout, fails.orElse(1), maxError.orElse(100), fails.isPresent() || maxError.isPresent()), nonce, new Balancer.Growth(growth, templates), drainTime);
    }
}
