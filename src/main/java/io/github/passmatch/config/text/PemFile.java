package io.github.passmatch.config.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.passmatch.rules.connection.ClientIdentity;
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

/** The certificates and keys of one PEM file (RFC 7468), in their order; what lies between them is commentary. */
public final class PemFile {

    private static final Pattern BLOCK = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);
    private static final String NOT_ENCRYPTED = "httpd does not accept encrypted keys either; decrypt the key with openssl pkey -in key.pem -out plain.pem";

    private final NamedFile file;
    private final List<X509Certificate> certificates = new ArrayList<>();
    private final List<PrivateKey> keys = new ArrayList<>();

    private PemFile(NamedFile file) {
        this.file = file;
    }

    /** Reads it; what is wrong with it is reported. */
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
        if (!found) complain("is not a PEM file", "expected is -----BEGIN CERTIFICATE-----");
        return found ? Optional.of(this) : Optional.empty();
    }

    private boolean block(String kind, String content) {
        if (kind.startsWith("ENCRYPTED") || content.contains("ENCRYPTED")) {
            complain("contains an encrypted key", NOT_ENCRYPTED);
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
            complain("contains a " + kind.toLowerCase(Locale.ROOT) + " that cannot be read", String.valueOf(e.getMessage()));
            return false;
        }
    }

    public List<X509Certificate> certificates() {
        return List.copyOf(certificates);
    }

    /** Each key with its certificate and, from the same file, the issuers of that. */
    public List<ClientIdentity> identities() {
        if (keys.isEmpty()) complain("contains no private key", "put the certificate and the key into one file, one after the other");
        List<ClientIdentity> identities = new ArrayList<>();
        for (PrivateKey key : keys) {
            Optional<X509Certificate> certificate = certificates.stream().filter(candidate -> PrivateKeys.belongTogether(key, candidate.getPublicKey())).findFirst();
            if (certificate.isEmpty()) complain("contains a private key without the certificate", "put the certificate and the key into one file, one after the other");
            else identities.add(new ClientIdentity(key, List.of(certificate.get())).withIssuersFrom(certificates));
        }
        return identities;
    }

    public void complain(String what, String hint) {
        file.complain(what, hint);
    }
}
