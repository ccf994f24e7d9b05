package io.github.passmatch.rules.server;

import io.github.passmatch.rules.environment.ChangedRequest;
import io.github.passmatch.rules.environment.RequestFacts;

/** A request with another path: decoded and normalised, as sections see it. */
record DecodedRequest(RequestFacts original, String path) implements ChangedRequest { }
