package io.github.passmatch.upstream.reactor;

/** Marks threads that run selectors. */
public interface SelectingThread {

    /** Whether the thread runs code for a selector now, and so must not wait. Called only on the thread itself. */
    boolean isSelecting();
}
