package io.github.passmatch.config.draft;

import io.github.passmatch.rules.server.Audience;
import io.github.passmatch.rules.server.ProxyConfig.Listen;
import io.github.passmatch.rules.server.StatusPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects the directives of the status page. */
public final class StatusDraft {
    public Optional<String> path = Optional.of(StatusPolicy.DEFAULT_PATH);
    public final List<Audience> audiences = new ArrayList<>();
    public Optional<Listen> listen = Optional.empty();
    public final List<String> tokens = new ArrayList<>();

    /** Clients on the loopback interface have access by default. */
    public StatusPolicy build() {
        Audience fallback = new Audience(false, tokens.isEmpty(), List.of());
        return new StatusPolicy(path, audiences.stream().reduce(Audience::and).orElse(fallback), tokens, listen);
    }
}
