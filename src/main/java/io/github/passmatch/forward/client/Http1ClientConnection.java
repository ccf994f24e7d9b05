package io.github.passmatch.forward.client;

import io.github.passmatch.upstream.time.ClientConnection;
import jakarta.servlet.ServletConnection;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;

/** Represents the HTTP/1 connection on which a request was received. */
public final class Http1ClientConnection implements ClientConnection {

    private final HttpServletRequest clientRequest;
    private final String name;
    private final ClientWatch clientWatch;
    private volatile ClientWatch.Client followed;

    private Http1ClientConnection(HttpServletRequest clientRequest, String name, ClientWatch clientWatch) {
        this.clientRequest = clientRequest;
        this.name = name;
        this.clientWatch = clientWatch;
    }

    /** Empty if several requests or clients may share the connection: with HTTP/2, or if the container does not report connection ids. */
    public static Optional<ClientConnection> of(HttpServletRequest clientRequest, ClientWatch clientWatch) {
        ServletConnection connection = clientRequest.getServletConnection();
        String id = connection == null ? null : connection.getConnectionId();
        if (id == null || id.isEmpty() || !clientRequest.getProtocol().startsWith("HTTP/1")) return Optional.empty();
        return Optional.of(new Http1ClientConnection(clientRequest, id + ' ' + sender(clientRequest), clientWatch));
    }

    /** A proxy before this one may send requests of several clients over one connection, with the client in a header field. */
    private static String sender(HttpServletRequest clientRequest) {
        return clientRequest.getRemoteAddr() + ' ' + clientRequest.getRemotePort() + ' ' + Collections.list(clientRequest.getHeaders("X-Forwarded-For")) + Collections.list(clientRequest.getHeaders("Forwarded"));
    }

    @Override
    public String name() {
        return name;
    }

    /** RFC 9112 §9.3. */
    @Override
    public boolean lasts() {
        boolean kept = !clientRequest.getProtocol().equals("HTTP/1.0");
        for (String value : Collections.list(clientRequest.getHeaders("Connection"))) {
            String options = "," + value.toLowerCase(Locale.ROOT).replaceAll("[ \\t]", "") + ",";
            if (options.contains(",close,")) return false;
            kept |= options.contains(",keep-alive,");
        }
        return kept;
    }

    @Override
    public void follow() {
        followed = clientWatch.follow(clientRequest);
    }

    @Override
    public boolean hasEnded() {
        ClientWatch.Client client = followed;
        return client != null && client.hasLeft();
    }

    @Override
    public void close() {
        ClientWatch.Client client = followed;
        if (client != null) client.close();
    }
}
