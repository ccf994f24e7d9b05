package io.github.passmatch.rules.tls;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * TLS on the connection of a client, after the handshake.
 *
 * @param settings     the settings with which the handshake was made; empty: a servlet container did TLS
 * @param serverName   the name that the client has sent (SNI), in lower case; empty: none, or not known
 * @param protocol     for example {@code TLSv1.3}; empty: not known
 * @param cipherSuite  the name of JSSE; empty: not known
 * @param certificates the certificate of the client, then its issuers; empty: the client has sent none
 */
public record ClientTls(Optional<ServerTls> settings, Optional<String> serverName, Optional<String> protocol, Optional<String> cipherSuite, List<X509Certificate> certificates) {

    public ClientTls {
        Objects.requireNonNull(settings, "settings");
        Objects.requireNonNull(serverName, "serverName");
        Objects.requireNonNull(protocol, "protocol");
        Objects.requireNonNull(cipherSuite, "cipherSuite");
        certificates = List.copyOf(certificates);
    }
}
