package io.github.passmatch.rules.match;

import io.github.passmatch.rules.Place;
import java.util.regex.Matcher;

/** Receives the comparisons of rules with a request, in the order in which they are made, on the thread of the request. */
public interface RuleTrace {

    /** Ignores everything. */
    RuleTrace NONE = new RuleTrace() {
        @Override
        public boolean listens() {
            return false;
        }
    };

    /** Whether every rule must be tried, also those excluded by an index. */
    default boolean listens() {
        return true;
    }

    /** A path was compared with a prefix: {@code end} is the index after the prefix, or -1 minus the number of equal characters. */
    default void compared(String path, int end) { }

    /** A regular expression was searched for in a path; {@code match} is null without a match. */
    default void searched(String path, Matcher match) { }

    /** A redirect or a rewrite rule was tried; {@code what} says which, and the result. Called only if the trace {@link #listens}. */
    default void step(Place place, String what) { }

    /** The rule was tried; {@code match} is the result. */
    default void tried(Rule rule, Match match) { }
}
