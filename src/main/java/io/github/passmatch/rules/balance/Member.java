package io.github.passmatch.rules.balance;

import io.github.passmatch.rules.Place;
import io.github.passmatch.rules.connection.ConnectionSettings;
import io.github.passmatch.rules.connection.WorkerFlag;
import io.github.passmatch.rules.health.HealthCheck;
import io.github.passmatch.rules.match.Destination;
import io.github.passmatch.rules.match.Rule;
import io.github.passmatch.rules.target.Authority;
import io.github.passmatch.rules.target.BadPath;
import io.github.passmatch.rules.target.Target;
import io.github.passmatch.rules.target.UpstreamTarget;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * A member of a balancer: {@code BalancerMember}.
 *
 * @param url  the URL as configured, without user; the member's name in logs and variables
 * @param rule the line with its connections, the initial flags and {@code retry}; {@link Rule#isMember}
 * @param role its part in the balancer
 * @param health its health check; empty: none
 */
public record Member(String url, Rule rule, Role role, Optional<HealthCheck> health) {

    /**
     * The parameters that concern the choice of a member.
     *
     * @param loadFactor the loadfactor in hundredths, 100 to 10000
     * @param lbset      {@code lbset}: sets with a lower number are used first
     * @param route      {@code route}; empty: none
     * @param redirect   {@code redirect}: the route that takes over the sessions while the member is not usable; empty: none
     * @param slowStart  how long the share grows after a return; zero: not at all
     */
    public record Role(int loadFactor, int lbset, String route, String redirect, Duration slowStart) {

        /** httpd's defaults. */
        public static final Role DEFAULT = new Role(100, 0, "", "", Duration.ZERO);

        public Role {
            if (loadFactor < 100 || loadFactor > 10000) throw new IllegalArgumentException("loadfactor must be from 1 to 100, was " + loadFactor / 100.0);
            Objects.requireNonNull(route, "route");
            Objects.requireNonNull(redirect, "redirect");
            Objects.requireNonNull(slowStart, "slowStart");
        }
    }

    /** A member without health check. */
    public Member(String url, Rule rule, Role role) {
        this(url, rule, role, Optional.empty());
    }

    public Member {
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(health, "health");
    }

    /** The line. */
    public Place place() {
        return rule.place();
    }

    /** The parsed URL. */
    public Target target() {
        return rule.destination().orElseThrow().target();
    }

    /** Its connections, the initial flags and {@code retry}. */
    public ConnectionSettings connections() {
        return rule.destination().orElseThrow().connections();
    }

    /** The URL without unix socket, as the upstream itself may write it; a byte string. */
    public String location() {
        Authority authority = target().authority().orElseThrow();
        return authority.scheme() + "://" + authority.hostField() + (target().hasNoPath() ? "" : at("").pathAndQuery());
    }

    /**
     * The target of a request to this member.
     *
     * @param pathAndQuery what follows the name of the balancer in the target of the request
     */
    public UpstreamTarget at(String pathAndQuery) {
        try {
            return target().append(pathAndQuery, null);
        } catch (BadPath e) {
            throw new IllegalStateException(e);     // only for a varying authority
        }
    }

    /** Whether a connection to the member is a TCP connection to its own address: no remote proxy, no unix socket. */
    boolean isReachedByTcp() {
        UpstreamTarget own = at("");
        return own.authority().socket().isEmpty() && connections().egress().remoteFor(own, Optional.empty()).isEmpty();
    }

    /** A member with another URL, and what this one has otherwise. */
    Member at(String other, Target there) {
        Destination to = rule.destination().orElseThrow();
        Destination destination = new Destination(there, to.view(), to.nocanon(), to.connections(), to.origins(), to.balancers());
        return new Member(other, new Rule(rule.number(), rule.place(), rule.directive(), rule.pattern(), Optional.of(destination), rule.interpolate()), role, health);
    }

    /** The same member with the same rule under another number. */
    Member with(Rule numbered) {
        return new Member(url, numbered, role, health);
    }

    boolean starts(WorkerFlag flag) {
        return connections().status().contains(flag);
    }

    @Override
    public String toString() {
        return url;
    }
}
