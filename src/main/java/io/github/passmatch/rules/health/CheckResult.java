package io.github.passmatch.rules.health;

import java.util.Objects;
import java.util.Optional;

/**
 * The result of one check.
 *
 * @param because what was found, such as {@code status 500} or {@code connection refused}
 * @param drains  whether the response says that the member takes no new sessions; empty: there was no response
 */
public record CheckResult(boolean passed, String because, Optional<Boolean> drains) {

    public CheckResult {
        Objects.requireNonNull(because, "because");
        Objects.requireNonNull(drains, "drains");
    }

    /** A result that says nothing about draining. */
    public CheckResult(boolean passed, String because) {
        this(passed, because, Optional.empty());
    }

    public static CheckResult failed(String because) {
        return new CheckResult(false, because);
    }

    public static CheckResult passed(String because) {
        return new CheckResult(true, because);
    }

    @Override
    public String toString() {
        return (passed ? "passed: " : "failed: ") + because;
    }
}
