package io.github.passmatch.rules;

import java.util.regex.Matcher;

/**
 * Watches while a request is ruled on: what is told is what decided. Called on the request's thread, in the order of events.
 */
public interface Trace {

    /** Does not look. */
    Trace NONE = new Trace() { };

    /** {@code section} was compared with {@code subject}, a decoded path or a mapped URL. */
    default void section(Section section, String subject, boolean taken) { }

    /** The section's own rule will be tried; of several sections that take the path, the last one's. */
    default void ownRule(Section section) { }

    /** A path was compared with a prefix: {@code end} is where the rest begins, or -1 less the number of characters that agreed. */
    default void compared(String path, int end) { }

    /** A regular expression was searched for in a path; {@code match} is null if it was not found. */
    default void searched(String path, Matcher match) { }

    /** All that was to be found out about {@code rule} has been; {@code match} is what it says. */
    default void tried(Rule rule, Match match) { }
}
