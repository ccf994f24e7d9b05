package io.github.passmatch.rules.server;

import java.util.Optional;

/** Lists the probes below the path of the status page. They are answered to every client, and tell nothing else: an orchestrator such as Kubernetes asks them from another host. */
public enum Probe {
    /** Whether the process can answer at all. */
    LIVE("/live"),
    /** Whether new requests should come to this process. */
    READY("/ready");

    private final String name;

    Probe(String name) {
        this.name = name;
    }

    static Optional<Probe> of(String name) {
        for (Probe probe : values()) if (probe.name.equals(name)) return Optional.of(probe);
        return Optional.empty();
    }

    /** 200, or 503 if the process is about to stop and the probe is {@link #READY}. */
    public int status(boolean draining) {
        return this == READY && draining ? 503 : 200;
    }

    /** The body of the answer, with the line end. */
    public String text(boolean draining) {
        return this == LIVE ? "live\n" : draining ? "draining\n" : "ready\n";
    }
}
