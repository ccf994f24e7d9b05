package io.github.passmatch.rules.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.passmatch.rules.Bytes;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The variables of mod_ssl that describe the connection of a client. Values are byte strings, in the form of OpenSSL. */
public final class TlsVariables {

    private static final String PREFIX = "SSL_";
    private static final Pattern PART_OF_NAME = Pattern.compile("SSL_CLIENT_([SI])_DN_(\\w+?)(?:_(\\d{1,9}))?");
    private static final Pattern OF_CHAIN = Pattern.compile("SSL_CLIENT_CERT_CHAIN_(\\d{1,2})");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss yyyy 'GMT'", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** In the order of mod_ssl, for {@code SSLOptions +StdEnvVars}. */
    private static final Map<String, Function<ClientTls, Optional<String>>> PLAIN = plain();

    private TlsVariables() { }

    private static Map<String, Function<ClientTls, Optional<String>>> plain() {
        Map<String, Function<ClientTls, Optional<String>>> plain = new LinkedHashMap<>();
        plain.put("SSL_PROTOCOL", ClientTls::protocol);
        plain.put("SSL_CIPHER", tls -> tls.cipherSuite().map(CipherNames::openSsl));
        plain.put("SSL_CIPHER_USEKEYSIZE", tls -> tls.cipherSuite().map(CipherNames::bits).map(String::valueOf));
        plain.put("SSL_CIPHER_ALGKEYSIZE", tls -> tls.cipherSuite().map(CipherNames::bits).map(String::valueOf));
        plain.put("SSL_CIPHER_EXPORT", tls -> Optional.of("false"));
        plain.put("SSL_TLS_SNI", tls -> tls.serverName().map(Bytes::of));
        plain.put("SSL_CLIENT_VERIFY", tls -> Optional.of(tls.certificates().isEmpty() ? "NONE" : "SUCCESS"));
        plain.put("SSL_CLIENT_M_VERSION", own(certificate -> String.valueOf(certificate.getVersion())));
        plain.put("SSL_CLIENT_M_SERIAL", own(TlsVariables::serial));
        plain.put("SSL_CLIENT_V_START", own(certificate -> time(certificate.getNotBefore())));
        plain.put("SSL_CLIENT_V_END", own(certificate -> time(certificate.getNotAfter())));
        plain.put("SSL_CLIENT_S_DN", own(certificate -> DistinguishedNames.text(certificate.getSubjectX500Principal())));
        plain.put("SSL_CLIENT_I_DN", own(certificate -> DistinguishedNames.text(certificate.getIssuerX500Principal())));
        return plain;
    }

    private static Function<ClientTls, Optional<String>> own(Function<X509Certificate, String> value) {
        return tls -> tls.certificates().stream().findFirst().map(value);
    }

    private static String serial(X509Certificate certificate) {
        String digits = certificate.getSerialNumber().toString(16).toUpperCase(Locale.ROOT);
        return digits.length() % 2 == 0 ? digits : "0" + digits;
    }

    private static String time(Date time) {
        return TIME.format(time.toInstant());
    }

    /** Whether the variable is known here. Names are case-insensitive. */
    public static boolean isKnown(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        if (!upper.startsWith(PREFIX)) return false;
        Matcher part = PART_OF_NAME.matcher(upper);
        return PLAIN.containsKey(upper) || upper.equals("SSL_CLIENT_CERT") || OF_CHAIN.matcher(upper).matches() || part.matches() && DistinguishedNames.isKnown(part.group(2));
    }

    /** The value; empty if the connection has none. */
    public static Optional<String> value(String name, ClientTls tls) {
        String upper = name.toUpperCase(Locale.ROOT);
        Function<ClientTls, Optional<String>> plain = PLAIN.get(upper);
        if (plain != null) return plain.apply(tls);
        if (tls.certificates().isEmpty()) return Optional.empty();
        if (upper.equals("SSL_CLIENT_CERT")) return Optional.of(pem(tls.certificates().get(0)));
        Matcher chain = OF_CHAIN.matcher(upper);
        if (chain.matches()) return tls.certificates().stream().skip(1L + Integer.parseInt(chain.group(1))).findFirst().map(TlsVariables::pem);
        Matcher part = PART_OF_NAME.matcher(upper);
        if (!part.matches()) return Optional.empty();
        List<String> values = names(part.group(1), tls).getOrDefault(part.group(2), List.of());
        return values.stream().skip(part.group(3) == null ? 0 : Integer.parseInt(part.group(3))).findFirst();
    }

    /** The parts of the name of the subject ({@code S}) or of the issuer ({@code I}) of the certificate. */
    private static Map<String, List<String>> names(String whose, ClientTls tls) {
        X509Certificate own = tls.certificates().get(0);
        return DistinguishedNames.values(whose.equals("S") ? own.getSubjectX500Principal() : own.getIssuerX500Principal());
    }

    /** The certificate as text of several lines. */
    private static String pem(X509Certificate certificate) {
        try {
            String content = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(certificate.getEncoded());
            return "-----BEGIN CERTIFICATE-----\n" + content + "\n-----END CERTIFICATE-----\n";
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a received certificate can be encoded", e);
        }
    }

    /** The variables of {@code SSLOptions +StdEnvVars} that have a value, by name. */
    public static Map<String, String> standard(ClientTls tls) {
        Map<String, String> values = new LinkedHashMap<>();
        PLAIN.forEach((name, value) -> value.apply(tls).ifPresent(text -> values.put(name, text)));
        if (!tls.certificates().isEmpty())
            for (String whose : List.of("S", "I")) names(whose, tls).forEach((part, all) -> values.put("SSL_CLIENT_" + whose + "_DN_" + part, all.get(0)));
        return values;
    }
}
