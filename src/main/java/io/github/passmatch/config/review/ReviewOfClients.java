package io.github.passmatch.config.review;

import io.github.passmatch.config.draft.ConfigDraft;
import io.github.passmatch.config.problem.Problems;

/** Finds servers on which a client can choose the address that counts as its address. */
final class ReviewOfClients {

    private final ConfigDraft config;
    private final Problems problems;

    ReviewOfClients(ConfigDraft config) {
        this.config = config;
        this.problems = config.problems;
    }

    void run() {
        config.servers().stream().filter(server -> server.remoteIp.header.isPresent() && server.joined(from -> from.remoteIp.proxies).isEmpty()).forEach(server ->
                problems.warn(server.scope.directivePlaces.get("RemoteIPHeader"), "every peer is trusted to report the address of the client, so a client can choose its address",
                        "write RemoteIPInternalProxy with the addresses of the proxies in front"));
    }
}
