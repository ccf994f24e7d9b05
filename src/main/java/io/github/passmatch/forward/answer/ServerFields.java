package io.github.passmatch.forward.answer;

import io.github.passmatch.forward.container.ServletContainer;
import io.github.passmatch.rules.server.RoutingDecision;
import io.github.passmatch.rules.server.ServerSettings;
import io.github.passmatch.upstream.request.Identity;
import io.github.passmatch.upstream.request.RequestFields;
import jakarta.servlet.http.HttpServletRequest;

/** Holds the writers of request and answer heads for one server of the configuration. */
public record ServerFields(RequestFields request, ResponseFields response) {

    public ServerFields(ServerSettings server, ServletContainer container) {
        this(server, new Identity(server), container);
    }

    /** The absolute URL of a redirect; a path is below the context path of this server. */
    public String absolute(String url, RoutingDecision decision, HttpServletRequest clientRequest) {
        return url.startsWith("/") ? response.origin(decision, clientRequest) + url : url;
    }

    private ServerFields(ServerSettings server, Identity identity, ServletContainer container) {
        this(new RequestFields(server, identity), new ResponseFields(identity, container));
    }
}
