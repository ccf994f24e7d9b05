package io.github.passmatch.config.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/** Finds the names of servers in a certificate (RFC 9525), and compares them, as httpd does at its start. */
final class CertificateNames {

    private static final int DNS = 2;
    private static final int IP = 7;

    private CertificateNames() { }

    /** The names and addresses of the extension; without any, the common name of the subject, which browsers ignore. */
    static List<String> of(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            if (alternatives != null) for (List<?> name : alternatives) if (name.get(0) instanceof Integer kind && (kind == DNS || kind == IP)) names.add(name.get(1).toString());
            if (names.isEmpty()) for (Rdn part : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) if (part.getType().equalsIgnoreCase("CN")) names.add(part.getValue().toString());
        } catch (CertificateParsingException | InvalidNameException e) {
            names.clear();
        }
        return names;
    }

    /** Whether the certificate is for the host; {@code *} stands for one label. */
    static boolean contains(X509Certificate certificate, String host) {
        String wanted = host.toLowerCase(Locale.ROOT);
        int dot = wanted.indexOf('.');
        String wildcard = dot > 0 ? "*" + wanted.substring(dot) : wanted;
        return of(certificate).stream().map(name -> name.toLowerCase(Locale.ROOT)).anyMatch(name -> name.equals(wanted) || name.equals(wildcard));
    }
}
