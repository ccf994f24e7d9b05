package io.github.passmatch.forward.container;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads facts about a request that the Servlet API does not report: there, values about the client's connection may come from a header field or from the
 * request line. Values that the container does not provide are empty.
 */
public interface ContainerRequest {

    /** A request without such facts, for example inside a wrapper that does not show the wrapped request. */
    ContainerRequest UNKNOWN = new ContainerRequest() { };

    /** The address of the peer of the client's connection, if the container also reports this address as the client's. */
    default Optional<String> unchangedPeer() {
        return Optional.empty();
    }

    /** The scheme of the connection, if the scheme that the container reports comes from the request line only. */
    default Optional<String> connectionScheme() {
        return Optional.empty();
    }

    /** The port that the client wrote into the request line or {@code Host} field, where {@link #connectionScheme} is not empty. */
    default OptionalInt writtenPort() {
        return OptionalInt.empty();
    }

    /** The authority of an absolute request target, for a request without {@code Host} field; empty if the target has no authority. */
    default Optional<String> targetAuthority() {
        return Optional.empty();
    }

    /** Whether each {@code char} of the request URI and the query is one byte that the client sent; if not, they are text, decoded as UTF-8. */
    default boolean targetIsByteString() {
        return false;
    }

    /** The maximum size of a response head in bytes, if the container refuses a longer one. */
    default OptionalInt responseHeadLimit() {
        return OptionalInt.empty();
    }

    /** The facts about a request, read from the container's request object. */
    static ContainerRequest of(HttpServletRequest clientRequest) {
        Optional<HttpServletRequest> received = unwrapped(clientRequest);
        if (received.isEmpty()) return UNKNOWN;
        String type = received.get().getClass().getName();
        if (type.equals("org.apache.catalina.connector.RequestFacade")) return new Tomcat.Request(received.get());
        if (type.startsWith("org.eclipse.jetty.")) return Jetty.Request.of(received.get());
        if (type.startsWith("io.undertow.servlet.")) return new UndertowRequest(received.get());
        if (type.startsWith("io.openliberty.") || type.startsWith("com.ibm.ws.")) return new Liberty.Request(received.get());
        return new UnknownRequest(received.get());
    }

    /** The container's request object inside the wrappers of all filters; empty if it is not an HTTP request. */
    static Optional<HttpServletRequest> unwrapped(HttpServletRequest clientRequest) {
        ServletRequest request = clientRequest;
        while (request instanceof ServletRequestWrapper wrapper) request = wrapper.getRequest();
        return request instanceof HttpServletRequest received ? Optional.of(received) : Optional.empty();
    }
}
