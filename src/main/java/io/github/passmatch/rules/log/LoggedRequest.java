package io.github.passmatch.rules.log;

import io.github.passmatch.rules.environment.RequestContext;
import java.util.List;
import java.util.Optional;

/** The facts about a request that is over, for a line of the access log. Texts are byte strings. Read on the thread that ends the request. */
public interface LoggedRequest {

    /** The request with its variables, and the names of its server. */
    RequestContext context();

    /** The request line, with the path as the client sent it, with the context path. */
    String requestLine();

    /** The decoded path, with the context path. */
    String path();

    /** The values of all lines of a request field, after {@code RequestHeader}; names are case-insensitive. */
    List<String> requestField(String name);

    /** The values of all lines of a field of the response; names are case-insensitive. */
    List<String> responseField(String name);

    int status();

    /** Bytes of the body that the client received. */
    long bodySent();

    /** Bytes of the head and the body of the response, as HTTP/1.1 without chunks and without TLS. */
    long bytesSent();

    /** Bytes of the head and the body of the request, in the same way. */
    long bytesReceived();

    /** When the request arrived, in microseconds since 1970. */
    long beganMicros();

    /** Microseconds from the arrival to the end. */
    long elapsedMicros();

    /** The address of the peer of the connection, which may be a trusted proxy. */
    String peerAddress();

    /** The port of the client and the local port; 0: not known. */
    int port(boolean local);

    /** The URL of the upstream; empty: the request was not forwarded. */
    Optional<String> target();

    /** Whether the client has received the complete response. */
    boolean isComplete();

    /** Whether the connection of the client may carry another request. */
    boolean keepsConnection();

    /** A decision about the request ({@code %{passmatch-lease}n}); empty: there is none with this name. */
    Optional<String> note(String name);
}
