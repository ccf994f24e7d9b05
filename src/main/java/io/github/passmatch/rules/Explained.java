package io.github.passmatch.rules;

/** A reason out of a closed set, for machines and for people. */
public interface Explained {

    /** A short, stable name in lower case with hyphens, for logs and metrics. */
    String code();

    /** One sentence without a full stop. */
    String sentence();
}
