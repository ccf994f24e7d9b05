package io.github.passmatch.rules.server;

import io.github.passmatch.rules.Field;
import io.github.passmatch.rules.environment.RequestFacts;
import java.util.List;

/** A request with another path: decoded and normalised, as sections see it. */
record DecodedRequest(RequestFacts request, String path) implements RequestFacts {

    @Override
    public String method() {
        return request.method();
    }

    @Override
    public String query() {
        return request.query();
    }

    @Override
    public String protocol() {
        return request.protocol();
    }

    @Override
    public String scheme() {
        return request.scheme();
    }

    @Override
    public String host() {
        return request.host();
    }

    @Override
    public int port() {
        return request.port();
    }

    @Override
    public String remoteAddress() {
        return request.remoteAddress();
    }

    @Override
    public String serverAddress() {
        return request.serverAddress();
    }

    @Override
    public List<String> fields(String name) {
        return request.fields(name);
    }

    @Override
    public List<Field> fields() {
        return request.fields();
    }
}
