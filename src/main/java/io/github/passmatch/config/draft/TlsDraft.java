package io.github.passmatch.config;

import io.github.passmatch.rules.ClientIdentity;
import io.github.passmatch.rules.Tls;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The {@code SSLProxy*} lines of one server while they are read. */
final class TlsDraft {

    Tls.Verify verify = Tls.Verify.REQUIRE;
    /** {@code SSLProxyCheckPeerName}, and the older {@code SSLProxyCheckPeerCN} that stands in for it. */
    Optional<Boolean> checkName = Optional.empty();
    Optional<Boolean> checkCommonName = Optional.empty();
    boolean checkExpiry = true;
    OptionalInt depth = OptionalInt.empty();
    final List<X509Certificate> authorities = new ArrayList<>();
    List<String> protocols = List.of();
    final CipherChoice ciphers = new CipherChoice();
    final List<ClientIdentity> identities = new ArrayList<>();
    /** Issuers of client certificates that stand in a file of their own. */
    final List<X509Certificate> issuers = new ArrayList<>();

    Tls build() {
        List<ClientIdentity> complete = identities.stream().map(identity -> identity.withIssuersFrom(issuers)).toList();
        return new Tls(verify, checksName(), checkExpiry, depth, authorities, protocols, ciphers.names(), complete);
    }

    /** As httpd: either of the two asks for it; Off on the older one counts where the newer one is silent. */
    private boolean checksName() {
        return checkName.filter(on -> on).isPresent() || checkCommonName.orElse(checkName.isEmpty());
    }
}
