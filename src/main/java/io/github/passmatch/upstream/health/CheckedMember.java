package io.github.passmatch.upstream.health;

import io.github.passmatch.rules.balance.Balancing;
import io.github.passmatch.rules.balance.Standing;
import io.github.passmatch.rules.health.HealthCheck;

/** A member that is checked, in the configuration in force. */
final class CheckedMember {

    private final CheckTarget target;
    private final HealthCheck check;
    private volatile Balancing balancing;
    private volatile Standing standing;

    CheckedMember(Balancing balancing, Standing standing, CheckTarget target) {
        this.balancing = balancing;
        this.standing = standing;
        this.target = target;
        this.check = target.check();
    }

    /** The same member in the next configuration, where it is checked in the same way. */
    void continuesAs(Balancing inNext, Standing next) {
        balancing = inNext;
        standing = next;
    }

    /** Whether the member is checked in the same way as {@code next}. */
    boolean isCheckedAs(Standing next) {
        return next.member().health().filter(check::equals).isPresent() && next.member().target().equals(standing.member().target())
                && next.member().connections().withoutPlaces().equals(standing.member().connections().withoutPlaces());
    }

    Balancing balancing() {
        return balancing;
    }

    Standing standing() {
        return standing;
    }

    CheckTarget target() {
        return target;
    }

    HealthCheck check() {
        return check;
    }
}
