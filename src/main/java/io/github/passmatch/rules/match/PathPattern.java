package io.github.passmatch.rules.match;

/** What a rule compares a path with. */
public sealed interface PathPattern permits PathPrefix, PathRegex {

    /** The pattern as the directive gave it. */
    String text();

    /** What every path begins with that it matches, as far as that is known, if runs of slashes count as one; a byte string. */
    String literalStart();
}
