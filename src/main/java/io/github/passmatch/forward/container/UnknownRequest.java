package io.github.passmatch.forward.container;

import io.github.passmatch.rules.target.Authority;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads a request of an unknown container. Some containers, such as Open Liberty, report the scheme of an absolute target; {@code isSecure} still describes the connection. */
class UnknownRequest implements ContainerRequest {

    private final HttpServletRequest servletRequest;

    UnknownRequest(HttpServletRequest servletRequest) {
        this.servletRequest = servletRequest;
    }

    @Override
    public Optional<String> connectionScheme() {
        String scheme = servletRequest.isSecure() ? "https" : "http";
        return scheme.equals(servletRequest.getScheme()) ? Optional.empty() : Optional.of(scheme);
    }

    @Override
    public OptionalInt writtenPort() {
        int port = servletRequest.getServerPort();
        return port <= 0 || port == Authority.defaultPort(servletRequest.getScheme()) ? OptionalInt.empty() : OptionalInt.of(port);
    }
}
