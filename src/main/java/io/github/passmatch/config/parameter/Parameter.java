package io.github.passmatch.config.parameter;

import io.github.passmatch.config.draft.RuleDraft;
import io.github.passmatch.config.text.Value;

/**
 * Describes one parameter of a {@code ProxyPass} line; the parser, its messages, the manual and the tests use it.
 *
 * @param name      the name before {@code =}
 * @param values    allowed values, with units and range
 * @param standard  the default
 * @param summary   one line
 * @param inForce   whether the parameter has an effect in this version
 * @param bare      whether it is a word without {@code =}
 */
public record Parameter(String name, String values, String standard, String summary, boolean inForce, boolean bare, Setter setter) {

    /** Stores a value in the draft of a rule. */
    @FunctionalInterface
    public interface Setter {
        void set(RuleDraft draft, Value value);
    }

    @Override
    public String toString() {
        return name;
    }
}
