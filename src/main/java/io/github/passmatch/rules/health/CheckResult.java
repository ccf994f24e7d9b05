package io.github.passmatch.rules.health;

import java.util.Objects;

/**
 * The result of one check.
 *
 * @param because what was found, such as {@code status 500} or {@code connection refused}
 */
public record CheckResult(boolean passed, String because) {

    public CheckResult {
        Objects.requireNonNull(because, "because");
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
