package io.github.passmatch.rules.connection;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * How https upstreams are spoken to ({@code SSLProxy*}). Two rules with equal settings may share TLS sessions, others never do.
 *
 * @param verify       whether the certificate must be trusted
 * @param checkName    whether it must be the host's
 * @param checkExpiry  whether it must be in its time; a certificate that must be trusted must be so in any case
 * @param depth        longest chain up to a trusted certificate, 0 for one that is itself trusted; empty: the JVM's limit
 * @param authorities  who is trusted; empty: whom the JVM trusts
 * @param protocols    by JSSE's names; empty: the JVM's
 * @param cipherSuites by JSSE's names; empty: the JVM's
 * @param identities   client certificates to choose from when the upstream asks for one
 */
public record Tls(Verify verify, boolean checkName, boolean checkExpiry, OptionalInt depth, List<X509Certificate> authorities,
                  List<String> protocols, List<String> cipherSuites, List<ClientIdentity> identities) {

    /** What holds where nothing is said (departure 23). */
    public static final Tls DEFAULT = new Tls(Verify.REQUIRE, true, true, OptionalInt.empty(), List.of(), List.of(), List.of(), List.of());

    public Tls {
        Objects.requireNonNull(verify, "verify");
        Objects.requireNonNull(depth, "depth");
        authorities = List.copyOf(authorities);
        protocols = List.copyOf(protocols);
        cipherSuites = List.copyOf(cipherSuites);
        identities = List.copyOf(identities);
    }

    /** {@code SSLProxyVerify}. */
    public enum Verify {
        /** Anybody's certificate will do. */
        NONE,
        /** A certificate of an unknown issuer will do; one of a known issuer must be right. */
        OPTIONAL_NO_CA,
        /** Trusted or refused. A TLS server always shows a certificate, so {@code optional} is the same. */
        REQUIRE
    }
}
