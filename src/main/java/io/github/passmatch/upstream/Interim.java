package io.github.passmatch.upstream;

/** Told of interim answers (RFC 9110 §15.2) as they come; 100 is not among them, and 101 is an error. */
@FunctionalInterface
public interface Interim {

    /** Passes nothing on. */
    Interim IGNORED = answer -> { };

    /** Called on the thread that waits for the final answer. */
    void received(UpstreamResponse answer);
}
