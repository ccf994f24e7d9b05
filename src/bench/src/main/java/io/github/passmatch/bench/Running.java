package io.github.passmatch.bench;

import java.io.IOException;

/** A contender that has been started. */
interface Running {

    /** Waits until it can be asked. */
    void awaitReady() throws IOException, InterruptedException;

    /** Asks once, and fails unless the answer is whole and right. */
    void verify(Workload.Request request) throws IOException;

    /** Asks for so long; {@code meanwhile} happens while it does. */
    Load load(Workload.Request request, int seconds, Runnable meanwhile) throws IOException, InterruptedException;

    /** Whose CPU time and memory count. */
    Process process(Workload.Request request);
}
