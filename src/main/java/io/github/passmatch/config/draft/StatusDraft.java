package io.github.passmatch.config.draft;

import io.github.passmatch.rules.server.Audience;
import io.github.passmatch.rules.server.StatusPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the lines about the status page say, while they are read. */
public final class StatusDraft {
    public Optional<String> path = Optional.of(StatusPolicy.DEFAULT_PATH);
    public final List<Audience> audiences = new ArrayList<>();
    public final List<String> tokens = new ArrayList<>();

    /** Loopback is let in unless something else is said. */
    public StatusPolicy build() {
        Audience fallback = new Audience(false, tokens.isEmpty(), List.of());
        return new StatusPolicy(path, audiences.stream().reduce(Audience::and).orElse(fallback), tokens);
    }
}
