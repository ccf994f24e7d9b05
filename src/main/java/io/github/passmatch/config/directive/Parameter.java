package io.github.passmatch.config.directive;

import io.github.passmatch.config.draft.RuleDraft;
import io.github.passmatch.config.text.Value;

/**
 * One parameter of a {@code ProxyPass} line: a row of the table that the parser, its messages, the manual and the tests read.
 *
 * @param name      as written before {@code =}
 * @param values    allowed values, with units and range
 * @param standard  what holds without it
 * @param summary   one line
 * @param inForce   whether it has its effect in this version
 * @param bare      whether it is a word without {@code =}
 */
public record Parameter(String name, String values, String standard, String summary, boolean inForce, boolean bare, Setter setter) {

    /** Reads a value into a rule that is being read. */
    @FunctionalInterface
    interface Setter {
        void set(RuleDraft draft, Value value);
    }

    @Override
    public String toString() {
        return name;
    }
}
