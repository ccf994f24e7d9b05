package io.github.passmatch.rules.match;

import java.util.regex.Matcher;

/** Is told how rules are compared with a request: what is told is what decided. Called on the request's thread, in the order of events. */
public interface RuleTrace {

    /** Is told nothing. */
    RuleTrace NONE = new RuleTrace() {
        @Override
        public boolean listens() {
            return false;
        }
    };

    /** Whether every rule is to be tried, also those that an index shows cannot match. */
    default boolean listens() {
        return true;
    }

    /** A path was compared with a prefix: {@code end} is where the rest begins, or -1 less the number of characters that agreed. */
    default void compared(String path, int end) { }

    /** A regular expression was searched for in a path; {@code match} is null if it was not found. */
    default void searched(String path, Matcher match) { }

    /** All that was to be found out about {@code rule} has been; {@code match} is what it says. */
    default void tried(Rule rule, Match match) { }
}
