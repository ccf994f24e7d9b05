package io.github.passmatch.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/**
 * What an https upstream shows, made by the JDK's keytool.
 *
 * @param certificate a PEM file; for 127.0.0.1, and its own authority
 * @param key         a PEM file
 */
record SelfSigned(Path certificate, Path key) {

    private static final String ALIAS = "upstream";
    private static final String PASSWORD = "changeit";

    static SelfSigned make(Site site) throws IOException, InterruptedException {
        Path store = site.directory("tls").resolve("keys.p12");
        Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias", ALIAS, "-keyalg", "EC", "-groupname", "secp256r1",
                "-dname", "CN=127.0.0.1", "-ext", "san=ip:127.0.0.1", "-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        if (keytool.waitFor() != 0) throw new IOException("keytool makes no certificate");
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD.toCharArray());
            return new SelfSigned(site.file("tls/certificate.pem", pem("CERTIFICATE", keys.getCertificate(ALIAS).getEncoded())),
                    site.file("tls/key.pem", pem("PRIVATE KEY", keys.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded())));
        } catch (GeneralSecurityException e) {
            throw new IOException("the certificate cannot be read", e);
        }
    }

    private static String pem(String kind, byte[] der) {
        return "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der) + "\n-----END " + kind + "-----\n";
    }
}
