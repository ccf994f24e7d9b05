package io.github.passmatch.rules.health;

import io.github.passmatch.rules.Field;
import io.github.passmatch.rules.environment.RequestFacts;
import io.github.passmatch.rules.target.Authority;
import java.util.List;

/** The request of a health check as an expression sees it: there is no client. */
record CheckedRequest(String method, String path, String protocol, Authority upstream) implements RequestFacts {

    @Override
    public String query() {
        return null;
    }

    @Override
    public String scheme() {
        return upstream.scheme();
    }

    @Override
    public String host() {
        return upstream.hostField();
    }

    @Override
    public int port() {
        return upstream.port();
    }

    @Override
    public String remoteAddress() {
        return "";
    }

    @Override
    public String serverAddress() {
        return "";
    }

    @Override
    public List<String> fields(String name) {
        return List.of();
    }

    @Override
    public List<Field> fields() {
        return List.of();
    }
}
