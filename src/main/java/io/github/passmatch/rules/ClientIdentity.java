package io.github.passmatch.rules;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;

/**
 * A certificate that proves to an upstream who we are.
 *
 * @param key   belongs to the first certificate; never printed
 * @param chain the certificate, then its issuers
 */
public record ClientIdentity(PrivateKey key, List<X509Certificate> chain) {

    public ClientIdentity {
        Objects.requireNonNull(key, "key");
        chain = List.copyOf(chain);
        if (chain.isEmpty()) throw new IllegalArgumentException("no certificate");
    }

    @Override
    public String toString() {
        return "client certificate of " + chain.get(0).getSubjectX500Principal();
    }
}
