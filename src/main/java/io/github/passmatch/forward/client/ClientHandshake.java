package io.github.passmatch.forward.client;

import io.github.passmatch.rules.tls.ClientTls;
import jakarta.servlet.http.HttpServletRequest;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** Finds out about TLS on the connection of a client: from the standalone server, or from the attributes of the Servlet API (Servlet 6.0 §3.10). */
public final class ClientHandshake {

    /** The attribute in which the standalone server puts a {@link ClientTls}. */
    public static final String STANDALONE = "io.github.passmatch.tls";
    private static final String CIPHER_SUITE = "jakarta.servlet.request.cipher_suite";
    private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";
    /** Since Servlet 6.1. */
    private static final String PROTOCOL = "jakarta.servlet.request.secure_protocol";

    private ClientHandshake() { }

    /** Empty if the connection has no TLS, or if the container says nothing. */
    public static Optional<ClientTls> of(HttpServletRequest clientRequest) {
        if (clientRequest.getAttribute(STANDALONE) instanceof ClientTls tls) return Optional.of(tls);
        Optional<String> suite = text(CIPHER_SUITE, clientRequest);
        if (suite.isEmpty()) return Optional.empty();
        List<X509Certificate> certificates = clientRequest.getAttribute(CERTIFICATES) instanceof X509Certificate[] chain ? List.of(chain) : List.of();
        return Optional.of(new ClientTls(Optional.empty(), Optional.empty(), text(PROTOCOL, clientRequest), suite, certificates));
    }

    private static Optional<String> text(String attribute, HttpServletRequest clientRequest) {
        return clientRequest.getAttribute(attribute) instanceof String text ? Optional.of(text) : Optional.empty();
    }
}
