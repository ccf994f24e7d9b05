package io.github.passmatch.rules.health;

import io.github.passmatch.rules.expression.Condition;
import java.util.Objects;

/**
 * {@code ProxyHCExpr}: which responses pass.
 *
 * @param name      as configured
 * @param text      as configured, without braces
 * @param condition the parsed text
 */
public record HealthExpression(String name, String text, Condition condition) {

    public HealthExpression {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(condition, "condition");
    }

    /** Expressions with the same text decide the same. */
    @Override
    public boolean equals(Object other) {
        return other instanceof HealthExpression expression && expression.name.equals(name) && expression.text.equals(text);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, text);
    }
}
