package io.github.passmatch.upstream.connect;

import io.github.passmatch.rules.connection.Tls;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.apache.hc.client5.http.ssl.DefaultHostnameVerifier;

/**
 * Checks an upstream's certificate as {@code SSLProxyVerify} and the {@code SSLProxyCheckPeer} directives require, before a client certificate is sent. The message of a
 * refusal names the directive.
 */
final class PeerTrust extends X509ExtendedTrustManager {

    private static final DefaultHostnameVerifier NAMES = new DefaultHostnameVerifier();

    private final Tls settings;
    private final List<X509Certificate> anchors;
    private final X509TrustManager chains;

    PeerTrust(Tls settings) throws GeneralSecurityException {
        this.settings = settings;
        this.anchors = settings.authorities().isEmpty() ? List.of(factory((KeyStore) null).getAcceptedIssuers()) : settings.authorities();
        this.chains = settings.verify() == Tls.Verify.NONE ? null : chains();
    }

    private static X509TrustManager factory(KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        return only(factory);
    }

    private static X509TrustManager only(TrustManagerFactory factory) {
        for (TrustManager manager : factory.getTrustManagers()) if (manager instanceof X509TrustManager trust) return trust;
        throw new IllegalStateException("no trust manager for certificates");
    }

    private X509TrustManager chains() throws GeneralSecurityException {
        Set<TrustAnchor> trusted = new HashSet<>();
        for (X509Certificate anchor : anchors) trusted.add(new TrustAnchor(anchor, null));
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(trusted, new X509CertSelector());
        parameters.setRevocationEnabled(false);
        // OpenSSL counts the trusted certificate too, the JDK only the intermediate ones.
        settings.depth().ifPresent(depth -> parameters.setMaxPathLength(Math.max(0, depth - 1)));
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(new CertPathTrustManagerParameters(parameters));
        return only(factory);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) throws CertificateException {
        SSLSession handshake = ((SSLSocket) socket).getHandshakeSession();
        check(chain, authType, handshake.getPeerHost());
    }

    private void check(X509Certificate[] chain, String authType, String name) throws CertificateException {
        if (settings.checkExpiry()) checkExpiry(chain[0]);
        if (chains != null) checkChain(chain, authType);
        if (settings.checkName()) checkName(chain[0], name);
    }

    private static void checkExpiry(X509Certificate certificate) throws CertificateException {
        try {
            certificate.checkValidity();
        } catch (CertificateException e) {
            throw new CertificateException("SSLProxyCheckPeerExpire: the certificate is valid from " + certificate.getNotBefore().toInstant() + " to " + certificate.getNotAfter().toInstant(), e);
        }
    }

    private void checkChain(X509Certificate[] chain, String authType) throws CertificateException {
        try {
            chains.checkServerTrusted(chain, authType);
        } catch (CertificateException e) {
            if (settings.verify() == Tls.Verify.OPTIONAL_NO_CA && isUnknownIssuer(e)) return;
            throw new CertificateException("SSLProxyVerify: the certificate of " + chain[0].getSubjectX500Principal() + " is not trusted: " + e.getMessage(), e);
        }
        boolean tooFar = settings.depth().isPresent() && settings.depth().getAsInt() == 0 && !anchors.contains(chain[0]);
        if (tooFar) throw new CertificateException("SSLProxyVerifyDepth: 0 takes only a certificate that is itself trusted");
    }

    private static boolean isUnknownIssuer(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) if (cause instanceof CertPathBuilderException) return true;
        return false;
    }

    private static void checkName(X509Certificate certificate, String name) throws CertificateException {
        try {
            NAMES.verify(name, certificate);
        } catch (SSLException e) {
            throw new CertificateException("SSLProxyCheckPeerName: " + e.getMessage(), e);
        }
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return anchors.toArray(X509Certificate[]::new);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {
        throw new UnsupportedOperationException("without a connection there is no name to check");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
        throw new UnsupportedOperationException("connections to upstreams are sockets, not engines");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {
        throw new UnsupportedOperationException("no client connects here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
        checkClientTrusted(chain, authType);
    }
}
