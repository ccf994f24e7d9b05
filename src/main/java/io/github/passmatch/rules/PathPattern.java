package io.github.passmatch.rules;

/** What a rule compares a path with. */
public sealed interface PathPattern permits PathPrefix, PathRegex {

    /** The pattern as the directive gave it. */
    String text();
}
