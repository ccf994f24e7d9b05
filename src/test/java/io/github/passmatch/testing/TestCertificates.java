package io.github.passmatch.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECPoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;

/** Keys and certificates made by the JDK's own keytool: an authority, and what it signed. */
public final class TestCertificates {

    /** RFC 5208: so many bytes stand before the RSA key itself. */
    private static final int PKCS8_HEAD_OF_RSA = 26;
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final Path directory;
    private final Path store;
    private final KeyStore keys;

    /** @param directory a new one, to be deleted by the caller */
    public TestCertificates(Path directory) throws Exception {
        this.directory = directory;
        this.store = directory.resolve("keys.p12");
        make("ca", "-keyalg", "RSA", "-ext", "bc:c");
        make("good", "-keyalg", "RSA", "-signer", "ca", "-ext", "san=dns:localhost,dns:up.example,ip:127.0.0.1");
        make("wrong-host", "-keyalg", "EC", "-groupname", "secp256r1", "-signer", "ca", "-ext", "san=dns:other.example");
        make("expired", "-keyalg", "EC", "-groupname", "secp256r1", "-signer", "ca", "-ext", "san=dns:localhost,ip:127.0.0.1", "-startdate", "-10d", "-validity", "1");
        make("self-signed", "-keyalg", "EC", "-groupname", "secp256r1", "-ext", "san=dns:localhost,ip:127.0.0.1");
        make("client-rsa", "-keyalg", "RSA", "-signer", "ca");
        make("client-ec", "-keyalg", "EC", "-groupname", "secp256r1", "-signer", "ca");
        keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
    }

    private void make(String alias, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias", alias, "-dname", "CN=" + alias,
                "-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", new String(PASSWORD)));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) throw new IOException("keytool: " + said);
    }

    /** A server's side of TLS. It trusts the authority if it asks clients for certificates. */
    public SSLContext server(String alias) throws GeneralSecurityException, IOException {
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        own.setKeyEntry(alias, keys.getKey(alias, PASSWORD), PASSWORD, keys.getCertificateChain(alias));
        KeyManagerFactory keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keyManagers.init(own, PASSWORD);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", keys.getCertificate("ca"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keyManagers.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    /** A client that has that certificate, and sends it whatever authorities the server names. */
    public KeyManager[] clientKeys(String alias) {
        return new KeyManager[] {new X509ExtendedKeyManager() {
            @Override
            public String chooseClientAlias(String[] keyType, Principal[] issuers, Socket socket) {
                return alias;
            }

            @Override
            public PrivateKey getPrivateKey(String name) {
                try {
                    return (PrivateKey) keys.getKey(name, PASSWORD);
                } catch (GeneralSecurityException e) {
                    throw new IllegalStateException(e);
                }
            }

            @Override
            public X509Certificate[] getCertificateChain(String name) {
                try {
                    return Stream.of(keys.getCertificateChain(name)).map(X509Certificate.class::cast).toArray(X509Certificate[]::new);
                } catch (GeneralSecurityException e) {
                    throw new IllegalStateException(e);
                }
            }

            @Override
            public String[] getClientAliases(String keyType, Principal[] issuers) {
                return new String[] {alias};
            }

            @Override
            public String[] getServerAliases(String keyType, Principal[] issuers) {
                return new String[0];
            }

            @Override
            public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
                return null;
            }
        }};
    }

    /** A PEM file with that certificate. */
    public Path certificate(String alias) throws GeneralSecurityException, IOException {
        return Files.writeString(directory.resolve(alias + ".pem"), pem("CERTIFICATE", keys.getCertificate(alias).getEncoded()));
    }

    /** A PEM file with that key, in the given form ({@code PRIVATE KEY}, {@code RSA PRIVATE KEY}, {@code EC PRIVATE KEY}), its certificate and its issuer's. */
    public Path identity(String alias, String form) throws GeneralSecurityException, IOException {
        StringBuilder text = new StringBuilder("Bag Attributes\n").append(pem(form, inForm(alias, form)));
        for (Certificate certificate : keys.getCertificateChain(alias)) text.append(pem("CERTIFICATE", certificate.getEncoded()));
        return Files.writeString(directory.resolve(alias + "-" + form.replace(' ', '-') + ".pem"), text);
    }

    private byte[] inForm(String alias, String form) throws GeneralSecurityException {
        Key key = keys.getKey(alias, PASSWORD);
        return switch (form) {
            case "RSA PRIVATE KEY" -> Arrays.copyOfRange(key.getEncoded(), PKCS8_HEAD_OF_RSA, key.getEncoded().length);
            case "EC PRIVATE KEY" -> sec1((ECPrivateKey) key, ((ECPublicKey) keys.getCertificate(alias).getPublicKey()).getW());
            default -> key.getEncoded();
        };
    }

    /** As openssl writes it: the number, the name of the curve, the point. */
    private static byte[] sec1(ECPrivateKey key, ECPoint point) {
        String number = String.format("%064x", key.getS());
        String coordinates = String.format("%064x%064x", point.getAffineX(), point.getAffineY());
        return HexFormat.of().parseHex("30770201010420" + number + "a00a06082a8648ce3d030107" + "a14403420004" + coordinates);
    }

    private static String pem(String kind, byte[] der) {
        return "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + kind + "-----\n";
    }
}
