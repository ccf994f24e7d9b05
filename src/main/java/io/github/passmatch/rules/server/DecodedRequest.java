package io.github.passmatch.rules.server;

import io.github.passmatch.rules.environment.ChangedRequest;
import io.github.passmatch.rules.environment.RequestFacts;

/** A request whose path is decoded and normalised, as sections see the path. */
record DecodedRequest(RequestFacts original, String path) implements ChangedRequest { }
