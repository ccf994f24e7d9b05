package io.github.passmatch.rules.fields;

import io.github.passmatch.rules.Field;
import io.github.passmatch.rules.environment.RequestFacts;
import java.util.List;

/** A request with other fields than the client has sent. */
record EditedRequest(RequestFacts request, List<Field> fields) implements RequestFacts {

    @Override
    public String method() {
        return request.method();
    }

    @Override
    public String path() {
        return request.path();
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
        return fields.stream().filter(field -> field.is(name)).map(Field::value).toList();
    }
}
