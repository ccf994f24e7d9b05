package io.github.passmatch.rules.environment;

import io.github.passmatch.rules.Field;
import io.github.passmatch.rules.tls.ClientTls;
import java.util.List;
import java.util.Optional;

/** A request with changed facts. Methods that an implementation does not override return the facts of the original request. */
public interface ChangedRequest extends RequestFacts {

    /** The request before the change. */
    RequestFacts original();

    @Override
    default RequestFacts received() {
        return original().received();
    }

    @Override
    default String method() {
        return original().method();
    }

    @Override
    default String path() {
        return original().path();
    }

    @Override
    default String query() {
        return original().query();
    }

    @Override
    default String protocol() {
        return original().protocol();
    }

    @Override
    default String scheme() {
        return original().scheme();
    }

    @Override
    default String host() {
        return original().host();
    }

    @Override
    default int port() {
        return original().port();
    }

    @Override
    default String remoteAddress() {
        return original().remoteAddress();
    }

    @Override
    default Optional<ClientTls> tls() {
        return original().tls();
    }

    @Override
    default Optional<ClientNames> clientNames() {
        return original().clientNames();
    }

    @Override
    default Optional<FileLookup> files() {
        return original().files();
    }

    @Override
    default boolean isBehindProxy() {
        return original().isBehindProxy();
    }

    @Override
    default String containerUser() {
        return original().containerUser();
    }

    @Override
    default String serverAddress() {
        return original().serverAddress();
    }

    @Override
    default List<String> fields(String name) {
        return original().fields(name);
    }

    @Override
    default List<Field> fields() {
        return original().fields();
    }
}
