package io.github.passmatch.config.tls;

import io.github.passmatch.rules.connection.Tls;
import io.github.passmatch.rules.tls.TlsIdentity;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Collects the {@code SSLProxy*} settings of one rule. */
public final class TlsDraft {

    public Tls.Verify verify = Tls.Verify.REQUIRE;
    /** {@code SSLProxyCheckPeerName}; if it is not set, the older {@code SSLProxyCheckPeerCN} counts. */
    public Optional<Boolean> checkName = Optional.empty();
    public Optional<Boolean> checkCommonName = Optional.empty();
    public boolean checkExpiry = true;
    public OptionalInt depth = OptionalInt.empty();
    public final List<X509Certificate> authorities = new ArrayList<>();
    public List<String> protocols = List.of();
    public final CipherChoice ciphers = new CipherChoice();
    public final List<TlsIdentity> identities = new ArrayList<>();
    /** Issuers of client certificates from a separate file. */
    public final List<X509Certificate> issuers = new ArrayList<>();

    public Tls build() {
        List<TlsIdentity> complete = identities.stream().map(identity -> identity.withIssuersFrom(issuers)).toList();
        return new Tls(verify, checksName(), checkExpiry, depth, authorities, protocols, ciphers.names(), complete);
    }

    /** As in httpd, the name is checked if one of both directives is On; Off of the older directive counts only if the newer one is not set. */
    private boolean checksName() {
        return checkName.filter(on -> on).isPresent() || checkCommonName.orElse(checkName.isEmpty());
    }
}
