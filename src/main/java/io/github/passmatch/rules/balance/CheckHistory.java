package io.github.passmatch.rules.balance;

import io.github.passmatch.rules.health.CheckResult;
import java.util.Objects;

/**
 * What the health checks of one member have found.
 *
 * @param last   the last result
 * @param at     when the last check ended, in milliseconds since 1970
 * @param since  when the first one of the checks in a row with this result ended, in milliseconds since 1970
 * @param passes the passes in a row that count towards the return of the member; 0 while the member is usable
 * @param fails  the failures in a row that count against the member; 0 while the member is out
 * @param everPassed whether a check has passed since the checks began
 */
public record CheckHistory(CheckResult last, long at, long since, int passes, int fails, boolean everPassed) {

    public CheckHistory {
        Objects.requireNonNull(last, "last");
    }

    /** What a check changes. */
    public enum Effect {
        /** {@code hcfails} is reached: the member gets no requests from now on. */
        OUT,
        /** {@code hcpasses} is reached: the member is usable again. */
        BACK,
        /** {@code hcdrain} is true from now on: the member gets only requests of its sessions. */
        DRAINS,
        /** {@code hcdrain} is not true any more. */
        TAKES_SESSIONS
    }
}
