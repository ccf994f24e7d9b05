package io.github.passmatch.rules.match;

/** The pattern of a rule: a prefix or a regular expression. */
public sealed interface PathPattern permits PathPrefix, PathRegex {

    /** The pattern as configured. */
    String text();

    /** A literal text with which every matching path begins, where consecutive slashes count as one; empty if unknown; a byte string. */
    String literalStart();
}
