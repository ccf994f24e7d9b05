package io.github.passmatch.config.review;

import io.github.passmatch.config.draft.ConfigDraft;
import io.github.passmatch.config.draft.ServerDraft;
import io.github.passmatch.config.problem.Problems;
import java.util.stream.Stream;

/** Finds servers on which a client can choose the address that counts as its address. */
final class ReviewOfClients {

    private final ConfigDraft config;
    private final Problems problems;

    ReviewOfClients(ConfigDraft config) {
        this.config = config;
        this.problems = config.problems;
    }

    void run() {
        Stream.concat(Stream.of(config.main), config.hosts.stream()).filter(server -> server.remoteIp.header.isPresent() && !hasProxies(server)).forEach(server ->
                problems.warn(server.scope.directivePlaces.get("RemoteIPHeader"), "every peer is trusted to report the address of the client, so a client can choose its address",
                        "write RemoteIPInternalProxy with the addresses of the proxies in front"));
    }

    private static boolean hasProxies(ServerDraft server) {
        return Stream.concat(Stream.of(server), server.main.stream()).anyMatch(each -> !each.remoteIp.proxies.isEmpty());
    }
}
