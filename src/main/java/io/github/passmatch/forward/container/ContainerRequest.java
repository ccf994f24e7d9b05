package io.github.passmatch.forward.container;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a container knows of a request beyond the Servlet API, whose answers about the client's connection may come from a header field or from the
 * request line. What a container does not tell is empty.
 */
public interface ContainerRequest {

    /** A request that tells nothing, such as one behind a wrapper that does not say what it wraps. */
    ContainerRequest UNKNOWN = new ContainerRequest() { };

    /** The address of the other end of the client's connection, if the container reports this address and no other for the client. */
    default Optional<String> unchangedPeer() {
        return Optional.empty();
    }

    /** The scheme that the connection has, if the scheme that the container reports was chosen by the request line alone. */
    default Optional<String> connectionScheme() {
        return Optional.empty();
    }

    /** The port that the client wrote into the request line or {@code Host} field, where {@link #connectionScheme} is not empty. */
    default OptionalInt writtenPort() {
        return OptionalInt.empty();
    }

    /** The authority of an absolute request target, for a request without {@code Host} field; empty where the target has none. */
    default Optional<String> targetAuthority() {
        return Optional.empty();
    }

    /** Whether each {@code char} of the request URI and the query stands for one byte that the client sent; elsewhere they are text, decoded as UTF-8. */
    default boolean targetIsByteString() {
        return false;
    }

    /** Bytes that the head of the answer may have, where the container refuses a longer one. */
    default OptionalInt responseHeadLimit() {
        return OptionalInt.empty();
    }

    /** The container's own view of a request. */
    static ContainerRequest of(HttpServletRequest clientRequest) {
        Optional<HttpServletRequest> own = unwrapped(clientRequest);
        if (own.isEmpty()) return UNKNOWN;
        String type = own.get().getClass().getName();
        if (type.equals("org.apache.catalina.connector.RequestFacade")) return new TomcatRequest(own.get());
        if (type.startsWith("org.eclipse.jetty.")) return JettyRequest.of(own.get());
        if (type.startsWith("io.undertow.servlet.")) return new UndertowRequest(own.get());
        if (type.startsWith("io.openliberty.") || type.startsWith("com.ibm.ws.")) return new LibertyRequest(own.get());
        return new UnknownRequest(own.get());
    }

    /** The request that all filters' wrappers are around; empty where a wrapper is around something else. */
    static Optional<HttpServletRequest> unwrapped(HttpServletRequest clientRequest) {
        ServletRequest request = clientRequest;
        while (request instanceof ServletRequestWrapper wrapper) request = wrapper.getRequest();
        return request instanceof HttpServletRequest own ? Optional.of(own) : Optional.empty();
    }
}
