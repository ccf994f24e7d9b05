package io.github.passmatch.forward.answer;

import io.github.passmatch.forward.container.ServletContainer;
import io.github.passmatch.rules.server.ServerSettings;
import io.github.passmatch.upstream.request.Identity;
import io.github.passmatch.upstream.request.RequestFields;

/** Holds the writers of request and answer heads for one server of the configuration. */
public record ServerFields(RequestFields request, ResponseFields response) {

    public ServerFields(ServerSettings server, ServletContainer container) {
        this(server, new Identity(server), container);
    }

    private ServerFields(ServerSettings server, Identity identity, ServletContainer container) {
        this(new RequestFields(server, identity), new ResponseFields(identity, container));
    }
}
