package io.github.passmatch.rules.tls;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;

/**
 * TLS with the clients of one host ({@code SSLEngine on}). A client that has made its handshake with one host may send requests to another host only if the settings of both are equal.
 *
 * @param identities   the certificates of the host, one for each kind of key
 * @param protocols    JSSE names; empty: the JVM's default
 * @param cipherSuites JSSE names; empty: the JVM's default
 * @param ownOrder     {@code SSLHonorCipherOrder}: whether the order of the suites here counts, not the order of the client
 * @param demand       {@code SSLVerifyClient}
 * @param depth        {@code SSLVerifyDepth}: maximum length of the chain up to a trusted certificate, 0 if the certificate itself must be trusted
 * @param authorities  the trusted authorities for certificates of clients
 * @param onlyWithName {@code SSLStrictSNIVHostCheck}: whether clients that send no server name (SNI) are refused
 */
public record ServerTls(List<TlsIdentity> identities, List<String> protocols, List<String> cipherSuites, boolean ownOrder, Demand demand, int depth, List<X509Certificate> authorities,
                        boolean onlyWithName) {

    public ServerTls {
        identities = List.copyOf(identities);
        protocols = List.copyOf(protocols);
        cipherSuites = List.copyOf(cipherSuites);
        Objects.requireNonNull(demand, "demand");
        authorities = List.copyOf(authorities);
        if (identities.isEmpty()) throw new IllegalArgumentException("no certificate");
    }

    /** {@code SSLVerifyClient}. */
    public enum Demand {
        /** Clients are not asked for a certificate. */
        NONE,
        /** Clients are asked; a certificate that is not trusted ends the handshake. */
        OPTIONAL,
        /** Only clients with a trusted certificate are accepted. */
        REQUIRE
    }

    /** Whether a client whose handshake was made with {@code other} has proved at least what these settings demand. */
    public boolean isProvedBy(ServerTls other) {
        return demand == Demand.NONE || demand == other.demand && depth == other.depth && authorities.equals(other.authorities);
    }
}
