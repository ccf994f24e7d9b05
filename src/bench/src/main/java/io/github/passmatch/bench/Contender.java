package io.github.passmatch.bench;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;

/**
 * Something that is measured, not yet started.
 *
 * @param name  as the tables and the command line have it
 * @param jvm   whether it needs to be warmed up for long
 * @param kinds the work that it can do
 */
record Contender(String name, boolean jvm, Set<Workload.Kind> kinds, Starter starter) {

    /** Proxies that reuse. */
    static final Set<Workload.Kind> POOLED = EnumSet.of(Workload.Kind.PROXYING, Workload.Kind.RELAYING);
    /** Proxies that also speak https. */
    static final Set<Workload.Kind> POOLED_AND_TLS = EnumSet.of(Workload.Kind.PROXYING, Workload.Kind.RELAYING, Workload.Kind.TLS, Workload.Kind.BALANCED, Workload.Kind.TUNNELS);
    /** Proxies that also have a rule by which they do not reuse. */
    static final Set<Workload.Kind> ALL_BUT_WAITING = EnumSet.of(Workload.Kind.PROXYING, Workload.Kind.RELAYING, Workload.Kind.TLS, Workload.Kind.NONREUSING, Workload.Kind.BALANCED, Workload.Kind.TUNNELS);
    /** Proxies that are also asked by thousands who wait. */
    static final Set<Workload.Kind> ALL = EnumSet.of(Workload.Kind.PROXYING, Workload.Kind.RELAYING, Workload.Kind.TLS, Workload.Kind.NONREUSING, Workload.Kind.BALANCED, Workload.Kind.TUNNELS, Workload.Kind.WAITING);

    /** How it is started. */
    @FunctionalInterface
    interface Starter {
        /** Starts it, without waiting for it to be ready. */
        Running start() throws IOException;
    }

    boolean does(Workload work) {
        return kinds.contains(work.kind());
    }
}
