package io.github.passmatch.rules.environment;

import io.github.passmatch.rules.Field;
import io.github.passmatch.rules.tls.ClientTls;
import java.util.List;
import java.util.Optional;

/** The facts of a client request on which the configuration can depend. Implemented where the servlet API is visible; read on the thread of the request. */
public interface RequestFacts {

    /** The request as the client sent it: without changes by directives, and before an internal redirect. */
    default RequestFacts received() {
        return this;
    }

    /** Any token; case is preserved. */
    String method();

    /** The path after the context path, not decoded, without query: a byte string. */
    String path();

    /** What follows {@code ?}, or null. */
    String query();

    /** For example {@code HTTP/1.1}. */
    String protocol();

    /** {@code http} or {@code https}: the scheme of the client's connection. */
    String scheme();

    /**
     * The authority as the client wrote it: the {@code Host} field, or the authority of an absolute request target, which replaces the field
     * (RFC 9112 §3.2.2); null if there is neither.
     */
    String host();

    /** The port that the client addressed; 0 or less if unknown. */
    int port();

    /** The IP address of the client: the peer of the connection, or the address that trusted proxies report ({@code RemoteIPHeader}). */
    String remoteAddress();

    /** Whether {@link #remoteAddress} was reported by a trusted proxy. */
    default boolean isBehindProxy() {
        return false;
    }

    /** Looks up the name of the client; empty if names cannot be looked up for this request. */
    default Optional<ClientNames> clientNames() {
        return Optional.empty();
    }

    /** Looks at the files of the server; empty on a thread that must not wait. */
    default Optional<FileLookup> files() {
        return Optional.empty();
    }

    /** The user whom the container, or a filter before this one, has logged in: a byte string, or null. */
    default String containerUser() {
        return null;
    }

    /** TLS on the connection of the client; empty: plain HTTP, or not known. */
    default Optional<ClientTls> tls() {
        return Optional.empty();
    }

    /** The local IP address of the client's connection. */
    String serverAddress();

    /** The values of all lines of the field, in order; names are case-insensitive. */
    List<String> fields(String name);

    /** All field lines, in order. */
    List<Field> fields();
}
