package io.github.passmatch.config.draft;

import io.github.passmatch.rules.Place;
import io.github.passmatch.rules.environment.EnvironmentSetting;
import io.github.passmatch.rules.environment.ProxyVariable;
import java.util.List;
import java.util.Optional;

/**
 * Holds the settings of one server for the connections of all its rules: computed once, because a server may have thousands of lines and rules.
 *
 * @param forcesHttp10    the line which sets {@code force-proxy-request-1.0} for every request
 * @param setsNoKeepalive the same for {@code proxy-nokeepalive}
 * @param targetSections  {@code <Proxy>} and {@code <ProxyMatch>}, in the order of merging
 */
public record ServerConnections(Optional<Place> forcesHttp10, Optional<Place> setsNoKeepalive, List<SectionDraft> targetSections) {

    public static ServerConnections of(ServerDraft server) {
        return new ServerConnections(setForAll(ProxyVariable.FORCE_HTTP_1_0, server), setForAll(ProxyVariable.NO_KEEPALIVE, server),
                server.joined(from -> from.sections).stream().filter(section -> section.kind.ofTargets()).toList());
    }

    /** The line which sets a variable for every request of a server; empty if a section removes the variable, because then it depends on the request. */
    private static Optional<Place> setForAll(ProxyVariable variable, ServerDraft server) {
        String name = variable.httpdName();
        boolean takenBack = server.joined(from -> from.sections).stream().flatMap(section -> section.scope.settings.stream())
                .anyMatch(setting -> setting instanceof EnvironmentSetting.Unset && setting.name().equalsIgnoreCase(name));
        return takenBack ? Optional.empty()
                : Optional.ofNullable(EnvironmentSetting.merge(server.joined(from -> from.scope.settings)).get(name)).map(EnvironmentSetting.Set::place);
    }
}
