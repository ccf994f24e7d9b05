package io.github.passmatch.run.tls;

import io.github.passmatch.rules.tls.ServerTls;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Checks the certificates of clients as {@code SSLVerifyClient} and {@code SSLVerifyDepth} require. */
final class ClientTrust extends X509ExtendedTrustManager {

    private final ServerTls settings;
    private final List<X509Certificate> anchors;
    private final X509ExtendedTrustManager chains;      // null: no client is asked for a certificate

    ClientTrust(ServerTls settings) throws GeneralSecurityException {
        this.settings = settings;
        this.anchors = settings.demand() == ServerTls.Demand.NONE ? List.of() : settings.authorities();
        this.chains = anchors.isEmpty() ? null : chains();
    }

    private X509ExtendedTrustManager chains() throws GeneralSecurityException {
        Set<TrustAnchor> trusted = anchors.stream().map(anchor -> new TrustAnchor(anchor, null)).collect(Collectors.toSet());
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(trusted, new X509CertSelector());
        parameters.setRevocationEnabled(false);
        parameters.setMaxPathLength(Math.max(0, settings.depth() - 1));     // OpenSSL counts the trusted certificate too
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(new CertPathTrustManagerParameters(parameters));
        for (TrustManager manager : factory.getTrustManagers()) if (manager instanceof X509ExtendedTrustManager trust) return trust;
        throw new IllegalStateException("no trust manager for certificates");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) throws CertificateException {
        if (chains == null) throw new CertificateException("no client is asked for a certificate");
        chains.checkClientTrusted(chain, authType, engine);
        if (settings.depth() == 0 && !anchors.contains(chain[0])) throw new CertificateException("SSLVerifyDepth 0 takes only a certificate that is itself trusted");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return anchors.toArray(X509Certificate[]::new);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {
        throw new UnsupportedOperationException("connections of clients are engines");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {
        throw new UnsupportedOperationException("no upstream is connected here");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
        checkServerTrusted(chain, authType);
    }
}
