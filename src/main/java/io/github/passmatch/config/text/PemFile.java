package io.github.passmatch.config.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.passmatch.rules.tls.TlsIdentity;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the certificates and keys of one PEM file (RFC 7468); text between them is ignored. */
public final class PemFile {

    private static final Pattern BLOCK = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);
    private static final String NOT_ENCRYPTED = "nobody could type its password at a reload; decrypt the key with openssl pkey -in key.pem -out plain.pem";

    private final NamedFile file;
    private final List<X509Certificate> certificates = new ArrayList<>();
    private final List<PrivateKey> keys = new ArrayList<>();

    private PemFile(NamedFile file) {
        this.file = file;
    }

    /** Reads the file; empty after an error was reported. */
    public static Optional<PemFile> read(NamedFile file) {
        return file.bytes().flatMap(bytes -> new PemFile(file).blocks(new String(bytes, ISO_8859_1)));
    }

    private Optional<PemFile> blocks(String text) {
        Matcher block = BLOCK.matcher(text);
        boolean found = false;
        while (block.find()) {
            found = true;
            if (!block(block.group(1), block.group(2))) return Optional.empty();
        }
        if (!found) report("is not a PEM file", "expected is -----BEGIN CERTIFICATE-----");
        return found ? Optional.of(this) : Optional.empty();
    }

    private boolean block(String kind, String content) {
        if (kind.startsWith("ENCRYPTED") || content.contains("ENCRYPTED")) {
            report("contains an encrypted key", NOT_ENCRYPTED);
            return false;
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(content);
            switch (kind) {
                case "CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE" ->
                    certificates.add((X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der)));
                case "PRIVATE KEY" -> keys.add(PrivateKeys.pkcs8(der));
                case "RSA PRIVATE KEY" -> keys.add(PrivateKeys.pkcs1(der));
                case "EC PRIVATE KEY" -> keys.add(PrivateKeys.sec1(der));
                default -> { }
            }
            return true;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            report("contains a " + kind.toLowerCase(Locale.ROOT) + " that cannot be read", String.valueOf(e.getMessage()));
            return false;
        }
    }

    public List<X509Certificate> certificates() {
        return List.copyOf(certificates);
    }

    /** Each key with its certificate, and the issuers of the certificate from the same file. */
    public List<TlsIdentity> identities() {
        if (keys.isEmpty()) report("contains no private key", "put the certificate and the key into one file, one after the other");
        List<TlsIdentity> identities = new ArrayList<>();
        for (PrivateKey key : keys) {
            Optional<X509Certificate> certificate = certificates.stream().filter(candidate -> PrivateKeys.belongTogether(key, candidate.getPublicKey())).findFirst();
            if (certificate.isEmpty()) report("contains a private key without the certificate", "put the certificate and the key into one file, one after the other");
            else identities.add(new TlsIdentity(key, List.of(certificate.get())).withIssuersFrom(certificates));
        }
        return identities;
    }

    /** The key of the certificate, if the file contains the key. */
    public Optional<PrivateKey> keyOf(X509Certificate certificate) {
        return keys.stream().filter(key -> PrivateKeys.belongTogether(key, certificate.getPublicKey())).findFirst();
    }

    /** Whether there is a private key in the file. */
    public boolean hasKey() {
        return !keys.isEmpty();
    }

    public void warn(String what) {
        file.warn(what);
    }

    public void report(String what, String hint) {
        file.report(what, hint);
    }
}
