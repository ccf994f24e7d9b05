package io.github.passmatch.rules.balance;

import io.github.passmatch.rules.Place;
import io.github.passmatch.rules.connection.ConnectionSettings;
import io.github.passmatch.rules.connection.WorkerFlag;
import io.github.passmatch.rules.target.Target;
import java.time.Duration;
import java.util.Objects;

/**
 * A member of a balancer: {@code BalancerMember}.
 *
 * @param url         the URL as configured, without user; the member's name in logs and variables
 * @param place       the line
 * @param target      the parsed URL
 * @param connections its connections, the initial flags and {@code retry}
 * @param role        its part in the balancer
 */
public record Member(String url, Place place, Target target, ConnectionSettings connections, Role role) {

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

    public Member {
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(connections, "connections");
        Objects.requireNonNull(role, "role");
    }

    boolean starts(WorkerFlag flag) {
        return connections.status().contains(flag);
    }

    @Override
    public String toString() {
        return url;
    }
}
