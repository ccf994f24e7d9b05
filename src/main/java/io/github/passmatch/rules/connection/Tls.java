package io.github.passmatch.rules.connection;

import io.github.passmatch.rules.tls.TlsIdentity;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * TLS settings for https upstreams ({@code SSLProxy*}). Two rules share TLS sessions only if their settings are equal.
 *
 * @param verify       whether the certificate must be trusted
 * @param checkName    whether the certificate must be valid for the host name
 * @param checkExpiry  whether the validity period is checked; it is always checked if the certificate must be trusted
 * @param depth        maximum length of the chain up to a trusted certificate, 0 if the certificate itself must be trusted; empty: the JVM's limit
 * @param authorities  trusted authorities; empty: those of the JVM
 * @param protocols    JSSE names; empty: the JVM's default
 * @param cipherSuites JSSE names; empty: the JVM's default
 * @param identities   client certificates from which one is chosen if the upstream requests a certificate
 */
public record Tls(Verify verify, boolean checkName, boolean checkExpiry, OptionalInt depth, List<X509Certificate> authorities,
                  List<String> protocols, List<String> cipherSuites, List<TlsIdentity> identities) {

    /** The default (departure 23). */
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
        /** Every certificate is accepted. */
        NONE,
        /** A certificate of an unknown issuer is accepted; a certificate of a known issuer must be valid. */
        OPTIONAL_NO_CA,
        /** Only a trusted certificate is accepted. {@code optional} is the same, because a TLS server always sends a certificate. */
        REQUIRE
    }
}
