package io.github.passmatch.upstream.connect;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.passmatch.rules.connection.Tls;
import io.github.passmatch.rules.target.Authority;
import io.github.passmatch.rules.tls.TlsIdentity;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.StandardConstants;
import javax.net.ssl.TrustManager;

/** Performs the TLS handshakes of one rule. It holds the rule's TLS sessions, so that no other rule can resume them. Safe for concurrent use. */
public final class TlsClient {

    private static final char[] NO_PASSWORD = new char[0];

    /** Limits how many refused names are remembered; names may come from clients. */
    private static final int MAX_REFUSED = 1_000;

    private final Tls settings;
    private final SSLContext context;
    private final Set<String> refusedNames = ConcurrentHashMap.newKeySet();

    public TlsClient(Tls settings) {
        this.settings = settings;
        try {
            context = SSLContext.getInstance("TLS");
            context.init(keyManagers(), new TrustManager[] {new PeerTrust(settings)}, null);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this JVM cannot speak TLS as the rule wants it: " + e, e);
        }
    }

    private KeyManager[] keyManagers() throws GeneralSecurityException, IOException {
        if (settings.identities().isEmpty()) return new KeyManager[0];
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (TlsIdentity identity : settings.identities())
            store.setKeyEntry("identity-" + store.size(), identity.key(), NO_PASSWORD, identity.chain().toArray(X509Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    /**
     * Performs the handshake over {@code transport}. Waits without a limit; closing the transport ends the wait.
     *
     * @param name the name that the certificate must have; names are sent as SNI, addresses are not (RFC 6066 §3)
     * @throws NameRefused if the upstream refuses an irregular name, as TLS servers of the JDK do; the name is not sent again
     */
    SSLSocket shakeHands(Socket transport, String name, int port) throws IOException {
        SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(transport, name, port, true);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setServerNames(serverNames(name));
        if (!settings.protocols().isEmpty()) parameters.setProtocols(settings.protocols().toArray(String[]::new));
        if (!settings.cipherSuites().isEmpty()) parameters.setCipherSuites(settings.cipherSuites().toArray(String[]::new));
        tls.setSSLParameters(parameters);
        try {
            tls.startHandshake();
        } catch (SSLException e) {
            if (!isRefusal(e, parameters.getServerNames())) throw e;
            if (refusedNames.size() < MAX_REFUSED) refusedNames.add(name);
            throw refusedNames.contains(name) ? new NameRefused(e) : e;
        }
        return tls;
    }

    private static boolean isRefusal(SSLException e, List<SNIServerName> sent) {
        String message = String.valueOf(e.getMessage());
        return !sent.isEmpty() && sent.get(0) instanceof IrregularName && (message.contains("illegal_parameter") || message.contains("unrecognized_name"));
    }

    /** By default JSSE does not send a name without a dot, or a name that breaks the rules for host names, for example with an underscore. */
    private List<SNIServerName> serverNames(String name) {
        if (name.indexOf(':') >= 0 || refusedNames.contains(name) || Authority.address(name).isPresent()) return List.of();
        try {
            return List.of(new SNIHostName(name));
        } catch (IllegalArgumentException e) {
            boolean plain = name.chars().allMatch(c -> c > ' ' && c < 127);
            return plain ? List.of(new IrregularName(name)) : List.of();
        }
    }

    /** Is thrown for a handshake that can be tried again on a new connection, without the name. */
    static final class NameRefused extends SSLException {
        private static final long serialVersionUID = 1L;

        private NameRefused(SSLException cause) {
            super(cause.getMessage(), cause);
        }
    }

    /** A name that {@link SNIHostName} does not accept. */
    private static final class IrregularName extends SNIServerName {
        private IrregularName(String name) {
            super(StandardConstants.SNI_HOST_NAME, name.getBytes(US_ASCII));
        }
    }
}
