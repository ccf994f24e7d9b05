package io.github.passmatch.config;

import io.github.passmatch.rules.Audience;
import io.github.passmatch.rules.StatusPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the lines about the status page say, while they are read. */
final class StatusDraft {
    Optional<String> path = Optional.of(StatusPolicy.DEFAULT_PATH);
    final List<Audience> audiences = new ArrayList<>();
    final List<String> tokens = new ArrayList<>();

    /** Loopback is let in unless something else is said. */
    StatusPolicy build() {
        Audience fallback = new Audience(false, tokens.isEmpty(), List.of());
        return new StatusPolicy(path, audiences.stream().reduce(Audience::and).orElse(fallback), tokens);
    }
}
