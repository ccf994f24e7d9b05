package io.github.passmatch.rules.environment;

import io.github.passmatch.rules.Field;
import java.util.List;

/** What the configuration may ask about a client's request. Implemented at the container's edge; read on the request's thread. */
public interface RequestFacts {

    /** Any token, case kept. */
    String method();

    /** The path below the context path, undecoded, without query: a byte string. */
    String path();

    /** What follows {@code ?}, or null. */
    String query();

    /** {@code HTTP/1.1} and the like. */
    String protocol();

    /** {@code http} or {@code https}: how the client reached us. */
    String scheme();

    /**
     * The authority as the client wrote it: the {@code Host} field, or that of an absolute request target, which takes its place
     * (RFC 9112 §3.2.2); null where there is neither.
     */
    String host();

    /** The port that the client addressed; 0 or less where that is not known. */
    int port();

    /** The client's address, in numbers. */
    String remoteAddress();

    /** Our address that the client reached, in numbers. */
    String serverAddress();

    /** The values of all lines of that field, in order; names ignore case. */
    List<String> fields(String name);

    /** All field lines, in order. */
    List<Field> fields();
}
