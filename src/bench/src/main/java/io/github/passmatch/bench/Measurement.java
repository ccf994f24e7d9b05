package io.github.passmatch.bench;

/**
 * One run of one contender.
 *
 * @param cpuMicros   CPU time of its processes meanwhile
 * @param restingKib  resident memory before it was first asked for this work
 * @param residentKib resident memory while it was asked
 * @param opened      connections that the upstream accepted meanwhile
 */
record Measurement(Load load, double cpuMicros, long restingKib, long residentKib, long opened) {

    /** CPU time of one request, in microseconds. */
    double cost() {
        return cpuMicros / load.requests();
    }

    boolean clean() {
        return load.errors() == 0 && load.requests() > 0;
    }

    /** New upstream connections in a thousand requests. */
    double openedPerThousand() {
        return 1000.0 * opened / load.requests();
    }
}
