package io.github.passmatch.config.review;

import io.github.passmatch.config.draft.ConfigDraft;
import io.github.passmatch.config.problem.Problems;

/** Finds servers on which a client can choose the address that counts as its address, or that would get the address in two ways. */
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
        boolean header = config.servers().stream().anyMatch(server -> server.remoteIp.header.isPresent());
        if (header) config.servers().stream().filter(server -> server.remoteIp.proxyProtocol.orElse(false)).findFirst().ifPresent(server ->
                problems.error(server.remoteIp.proxyProtocolPlace.orElseThrow(), "RemoteIPProxyProtocol On and RemoteIPHeader are not supported in one configuration",
                        "remove one of them: httpd ignores RemoteIPHeader where the PROXY protocol tells the address"));
    }
}
