package io.github.passmatch.config.draft;

import io.github.passmatch.rules.Place;
import io.github.passmatch.rules.environment.EnvironmentSetting;
import io.github.passmatch.rules.environment.ProxyVariable;
import java.util.List;
import java.util.Optional;

/**
 * What the lines of one server say about the connections of all its rules: found once, because a server may have thousands of both.
 *
 * @param forcesHttp10    where {@code force-proxy-request-1.0} is set for every request
 * @param setsNoKeepalive where {@code proxy-nokeepalive} is
 * @param targetSections  {@code <Proxy>} and {@code <ProxyMatch>}, in the order of merging
 */
public record ServerConnections(Optional<Place> forcesHttp10, Optional<Place> setsNoKeepalive, List<SectionDraft> targetSections) {

    public static ServerConnections of(ServerDraft server) {
        return new ServerConnections(setForAll(ProxyVariable.FORCE_HTTP_1_0, server), setForAll(ProxyVariable.NO_KEEPALIVE, server),
                server.joined(from -> from.sections).stream().filter(section -> !section.kind.ofPaths()).toList());
    }

    /** Where a variable is set for every request of a server: no section takes it back, so its rules can be decided by it. */
    private static Optional<Place> setForAll(ProxyVariable variable, ServerDraft server) {
        String name = variable.httpdName();
        boolean takenBack = server.joined(from -> from.sections).stream().flatMap(section -> section.scope.settings.stream())
                .anyMatch(setting -> setting instanceof EnvironmentSetting.Unset && setting.name().equalsIgnoreCase(name));
        return takenBack ? Optional.empty()
                : Optional.ofNullable(EnvironmentSetting.merge(server.joined(from -> from.scope.settings)).get(name)).map(EnvironmentSetting.Set::place);
    }
}
