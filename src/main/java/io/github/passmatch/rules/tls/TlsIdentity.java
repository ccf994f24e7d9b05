package io.github.passmatch.rules.tls;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A certificate with its private key: what this proxy proves to upstreams, or to clients.
 *
 * @param key   the private key of the first certificate; never printed
 * @param chain the certificate, followed by the issuers
 */
public record TlsIdentity(PrivateKey key, List<X509Certificate> chain) {

    public TlsIdentity {
        Objects.requireNonNull(key, "key");
        chain = List.copyOf(chain);
        if (chain.isEmpty()) throw new IllegalArgumentException("no certificate");
    }

    /** Extends the chain with the issuers found in {@code candidates}. */
    public TlsIdentity withIssuersFrom(List<X509Certificate> candidates) {
        List<X509Certificate> longer = new ArrayList<>(chain);
        for (Optional<X509Certificate> next = issuerOfLast(longer, candidates); next.isPresent(); next = issuerOfLast(longer, candidates)) longer.add(next.get());
        return new TlsIdentity(key, longer);
    }

    private static Optional<X509Certificate> issuerOfLast(List<X509Certificate> chain, List<X509Certificate> candidates) {
        X509Certificate last = chain.get(chain.size() - 1);
        return candidates.stream().filter(candidate -> !chain.contains(candidate) && candidate.getSubjectX500Principal().equals(last.getIssuerX500Principal())).findFirst();
    }

    @Override
    public String toString() {
        return "certificate of " + chain.get(0).getSubjectX500Principal();
    }
}
