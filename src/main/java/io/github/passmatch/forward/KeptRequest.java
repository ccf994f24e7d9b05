package io.github.passmatch.forward;

import io.github.passmatch.rules.Field;
import io.github.passmatch.rules.environment.RequestFacts;
import io.github.passmatch.rules.tls.ClientTls;
import java.util.List;
import java.util.Optional;

/** A copy of the facts of a request, which does not need the container any more. */
record KeptRequest(String method, String path, String query, String protocol, String scheme, String host, int port, String remoteAddress, boolean isBehindProxy, String containerUser, Optional<ClientTls> tls,
                   String serverAddress, List<Field> fields, RequestFacts received) implements RequestFacts {

    KeptRequest(RequestFacts request) {
        this(request.method(), request.path(), request.query(), request.protocol(), request.scheme(), request.host(), request.port(), request.remoteAddress(), request.isBehindProxy(), request.containerUser(), request.tls(),
                request.serverAddress(), List.copyOf(request.fields()), request.received() == request ? null : new KeptRequest(request.received()));
    }

    @Override
    public RequestFacts received() {
        return received == null ? this : received;
    }

    @Override
    public List<String> fields(String name) {
        return Field.values(fields, name);
    }
}
