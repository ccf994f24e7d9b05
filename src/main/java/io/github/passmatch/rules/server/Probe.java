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

    /**
     * The answer to a probe.
     *
     * @param text    the body, with the line end
     * @param allowed the field {@code Allow}; empty if the method is allowed
     */
    public record Answer(int status, String text, Optional<String> allowed) { }

    /**
     * The answer to a request with this method.
     *
     * @param draining whether the process is about to stop: then {@link #READY} is answered with 503
     */
    public Answer answer(String method, boolean draining) {
        if (!method.equals("GET") && !method.equals("HEAD")) return new Answer(405, "405 Method Not Allowed\n", Optional.of("GET, HEAD"));
        if (this == LIVE) return new Answer(200, "live\n", Optional.empty());
        return draining ? new Answer(503, "draining\n", Optional.empty()) : new Answer(200, "ready\n", Optional.empty());
    }
}
