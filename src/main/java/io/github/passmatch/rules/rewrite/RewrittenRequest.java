package io.github.passmatch.rules.rewrite;

import io.github.passmatch.rules.environment.ChangedRequest;
import io.github.passmatch.rules.environment.RequestFacts;

/** A request whose path and query a rewrite rule has replaced. */
public record RewrittenRequest(RequestFacts original, String path, String query) implements ChangedRequest { }
