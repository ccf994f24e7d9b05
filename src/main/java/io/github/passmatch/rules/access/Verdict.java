package io.github.passmatch.rules.access;

/** The result of one requirement, as in mod_authz_core. */
public enum Verdict {
    /** The requirement is met. */
    GRANTED,
    /** The requirement is not met. */
    DENIED,
    /** The requirement is not met, but may be met when the user is known. */
    DENIED_NO_USER,
    /** The requirement neither grants nor denies. */
    NEUTRAL
}
