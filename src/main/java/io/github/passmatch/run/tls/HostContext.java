package io.github.passmatch.run.tls;

import io.github.passmatch.rules.tls.ServerTls;
import io.github.passmatch.rules.tls.TlsIdentity;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;

/** Makes the handshakes of the servers with the same TLS settings. It holds their TLS sessions, which no other server resumes. Safe for concurrent use. */
final class HostContext {

    private static final char[] NO_PASSWORD = new char[0];
    /** Chooses the certificate by the kind of key alone: the server was chosen before. */
    private static final String KEY_MANAGERS = "SunX509";

    private final ServerTls settings;
    private final SSLContext context;

    HostContext(ServerTls settings) {
        this.settings = settings;
        try {
            context = SSLContext.getInstance("TLS");
            context.init(keyManagers(settings.identities()), new TrustManager[] {new ClientTrust(settings)}, null);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this JVM cannot do TLS as the server wants it: " + e, e);
        }
    }

    private static KeyManager[] keyManagers(List<TlsIdentity> identities) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (TlsIdentity identity : identities) store.setKeyEntry("identity-" + store.size(), identity.key(), NO_PASSWORD, identity.chain().toArray(X509Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KEY_MANAGERS);
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    ServerTls settings() {
        return settings;
    }

    /**
     * An engine for one connection.
     *
     * @param client   for the log only
     * @param protocol the protocol above TLS which the client gets if it has offered one; null: the client has offered none of those that the server speaks
     */
    SSLEngine engine(InetSocketAddress client, String protocol) {
        SSLEngine engine = context.createSSLEngine(client.getHostString(), client.getPort());
        engine.setUseClientMode(false);
        SSLParameters parameters = engine.getSSLParameters();
        if (!settings.protocols().isEmpty()) parameters.setProtocols(settings.protocols().toArray(String[]::new));
        if (!settings.cipherSuites().isEmpty()) parameters.setCipherSuites(settings.cipherSuites().toArray(String[]::new));
        parameters.setUseCipherSuitesOrder(settings.ownOrder());
        if (settings.demand() == ServerTls.Demand.OPTIONAL) parameters.setWantClientAuth(true);
        if (settings.demand() == ServerTls.Demand.REQUIRE) parameters.setNeedClientAuth(true);
        if (protocol != null) parameters.setApplicationProtocols(new String[] {protocol});
        engine.setSSLParameters(parameters);
        return engine;
    }
}
