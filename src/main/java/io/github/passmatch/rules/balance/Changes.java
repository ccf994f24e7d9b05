package io.github.passmatch.rules.balance;

import io.github.passmatch.rules.health.HealthCheck;
import io.github.passmatch.rules.health.HealthMethod;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What was changed of one balancer at run time, in place of what is configured; empty: nothing. Kept when the configuration is read again. Flags of members are changed by {@link MemberState#change}.
 *
 * @param method        how a member is chosen
 * @param patience      {@code timeout} of the balancer
 * @param maxAttempts   further attempts after the first
 * @param keepsSessions {@code nofailover}
 * @param sticky        {@code stickysession}; empty text: no sessions
 * @param members       by URL
 */
public record Changes(Optional<Method> method, Optional<Duration> patience, OptionalInt maxAttempts, Optional<Boolean> keepsSessions, Optional<String> sticky, Map<String, OfMember> members) {

    public static final Changes NONE = new Changes(Optional.empty(), Optional.empty(), OptionalInt.empty(), Optional.empty(), Optional.empty(), Map.of());

    /**
     * What was changed of one member.
     *
     * @param loadFactor in hundredths
     */
    public record OfMember(OptionalInt loadFactor, OptionalInt lbset, Optional<String> route, Optional<String> redirect, OfHealth health) {

        public static final OfMember NONE = new OfMember(OptionalInt.empty(), OptionalInt.empty(), Optional.empty(), Optional.empty(), OfHealth.NONE);

        public OfMember {
            Objects.requireNonNull(loadFactor, "loadFactor");
            Objects.requireNonNull(lbset, "lbset");
            Objects.requireNonNull(route, "route");
            Objects.requireNonNull(redirect, "redirect");
            Objects.requireNonNull(health, "health");
        }

        private Member apply(Member configured) {
            Member.Role role = configured.role();
            return new Member(configured.url(), configured.rule(), new Member.Role(loadFactor.orElse(role.loadFactor()), lbset.orElse(role.lbset()), route.orElse(role.route()), redirect.orElse(role.redirect()), role.slowStart()), health.apply(configured));
        }
    }

    /**
     * What was changed of the health check of one member.
     *
     * @param method the name of the method; {@code NONE}: no check
     * @param uri    what follows the path of the member
     */
    public record OfHealth(Optional<String> method, Optional<String> uri, Optional<Duration> interval, OptionalInt passes, OptionalInt fails) {

        /** The method of a member that is not checked. */
        public static final String NO_METHOD = "NONE";
        public static final OfHealth NONE = new OfHealth(Optional.empty(), Optional.empty(), Optional.empty(), OptionalInt.empty(), OptionalInt.empty());

        public OfHealth {
            Objects.requireNonNull(method, "method");
            Objects.requireNonNull(uri, "uri");
            Objects.requireNonNull(interval, "interval");
            Objects.requireNonNull(passes, "passes");
            Objects.requireNonNull(fails, "fails");
        }

        private Optional<HealthCheck> apply(Member configured) {
            if (equals(NONE)) return configured.health();
            Optional<HealthCheck> before = configured.health();
            Optional<HealthMethod> how = method.isPresent() ? HealthMethod.of(method.get()) : before.map(HealthCheck::method);
            return how.map(one -> changed(before, one, configured));
        }

        private HealthCheck changed(Optional<HealthCheck> before, HealthMethod how, Member configured) {
            Duration every = interval.or(() -> before.map(HealthCheck::interval)).orElse(HealthCheck.DEFAULT_INTERVAL);
            Duration longest = configured.connections().timeout().compareTo(every) < 0 ? configured.connections().timeout() : every;
            String path = uri.isPresent() || before.isEmpty() ? HealthCheck.path(configured.target(), uri.orElse("")) : before.get().path();
            return new HealthCheck(how, path, passes.orElse(before.map(HealthCheck::passes).orElse(1)), fails.orElse(before.map(HealthCheck::fails).orElse(1)), every,
                    before.map(HealthCheck::timeout).orElse(longest), before.flatMap(HealthCheck::expression), before.flatMap(HealthCheck::drain));
        }
    }

    public Changes {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(patience, "patience");
        Objects.requireNonNull(maxAttempts, "maxAttempts");
        Objects.requireNonNull(keepsSessions, "keepsSessions");
        Objects.requireNonNull(sticky, "sticky");
        members = Map.copyOf(members);
    }

    /** The changes of a member. */
    public OfMember of(String url) {
        return members.getOrDefault(url, OfMember.NONE);
    }

    /** These changes with those of a member replaced. */
    public Changes with(String url, OfMember changed) {
        Map<String, OfMember> all = new HashMap<>(members);
        all.put(url, changed);
        return new Changes(method, patience, maxAttempts, keepsSessions, sticky, all);
    }

    Balancer apply(Balancer configured) {
        if (equals(NONE)) return configured;
        Balancer.Settings from = configured.settings();
        Failover failover = from.failover();
        Failover changed = new Failover(keepsSessions.orElse(failover.keepsSessions()), maxAttempts.isPresent() ? maxAttempts : failover.maxAttempts(), patience.orElse(failover.patience()), failover.forced(), failover.budget());
        Balancer.Settings settings = new Balancer.Settings(method.orElse(from.method()), from.twoRandom(), sticky.map(names -> session(names, from)).orElse(from.sticky()), changed, from.ejection(), from.nonce(), from.growth(), from.drainTime());
        return new Balancer(configured.name(), configured.server(), configured.place(), settings, configured.members().stream().map(member -> of(member.url()).apply(member)).toList(), configured.names());
    }

    private static Optional<StickySession> session(String names, Balancer.Settings from) {
        if (names.isEmpty()) return Optional.empty();
        StickySession named = StickySession.named(names);
        return Optional.of(from.sticky().map(before -> new StickySession(named.cookie(), named.parameter(), before.separator(), before.semicolon(), before.setsCookie())).orElse(named));
    }
}
