package io.github.passmatch.rules.tls;

import io.github.passmatch.rules.Bytes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/** Writes the names in certificates as mod_ssl does: RFC 2253 with the short names of OpenSSL. */
final class DistinguishedNames {

    /** The names of OpenSSL for attributes that the JDK does not name in RFC 2253. */
    private static final Map<String, String> NAMES = Map.ofEntries(Map.entry("1.2.840.113549.1.9.1", "emailAddress"), Map.entry("2.5.4.4", "SN"), Map.entry("2.5.4.5", "serialNumber"), Map.entry("2.5.4.12", "title"),
            Map.entry("2.5.4.13", "description"), Map.entry("2.5.4.15", "businessCategory"), Map.entry("2.5.4.17", "postalCode"), Map.entry("2.5.4.42", "GN"), Map.entry("2.5.4.43", "initials"),
            Map.entry("2.5.4.97", "organizationIdentifier"));

    /** The names of mod_ssl for parts, with the names in the text. */
    private static final Map<String, String> PARTS = parts();

    private DistinguishedNames() { }

    private static Map<String, String> parts() {
        Map<String, String> parts = new LinkedHashMap<>();
        for (String same : List.of("C", "ST", "L", "O", "OU", "CN", "DC", "UID")) parts.put(same, same);
        parts.put("SP", "ST");
        parts.put("T", "title");
        parts.put("I", "initials");
        parts.put("G", "GN");
        parts.put("S", "SN");
        parts.put("D", "description");
        parts.put("EMAIL", "emailAddress");
        return parts;
    }

    static boolean isKnown(String part) {
        return PARTS.containsKey(part);
    }

    /** A byte string. */
    static String text(X500Principal name) {
        return Bytes.of(name.getName(X500Principal.RFC2253, NAMES));
    }

    /** The values of each part that the name has, by the name of the part, in the order of the certificate; byte strings. */
    static Map<String, List<String>> values(X500Principal name) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        List<Rdn> all = read(name);
        PARTS.forEach((part, inText) -> {
            for (Rdn one : all) if (one.getType().equalsIgnoreCase(inText) && one.getValue() instanceof String value) values.computeIfAbsent(part, first -> new ArrayList<>()).add(Bytes.of(value));
        });
        return values;
    }

    private static List<Rdn> read(X500Principal name) {
        try {
            return new LdapName(name.getName(X500Principal.RFC2253, NAMES)).getRdns();
        } catch (InvalidNameException e) {
            return List.of();       // a name that the JDK itself cannot read back has no parts
        }
    }
}
