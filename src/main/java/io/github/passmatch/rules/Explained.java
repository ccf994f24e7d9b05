package io.github.passmatch.rules;

/** A reason from a closed set, with a code for programs and a sentence for people. */
public interface Explained {

    /** A short, stable name in lower case with hyphens, for logs and metrics. */
    String code();

    /** One sentence without a full stop. */
    String sentence();
}
