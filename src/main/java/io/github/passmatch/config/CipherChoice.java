package io.github.passmatch.config;

import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/** The {@code SSLProxyCipherSuite} lines: one list for TLS 1.3 and one for what came before, as OpenSSL keeps them. */
final class CipherChoice {

    /** Words of OpenSSL that stand for what the JVM offers by itself. */
    private static final Set<String> ALL = Set.of("HIGH", "DEFAULT", "ALL", "MEDIUM");
    /** Words for what the JVM does not offer by itself, so that {@code !} before them asks for nothing. */
    private static final Set<String> NEVER_OFFERED = Set.of("ANULL", "ENULL", "NULL", "ADH", "AECDH", "EXP", "EXPORT", "EXPORT40", "EXPORT56", "LOW", "MEDIUM",
            "SSLV2", "SSLV3", "MD5", "RC4", "RC2", "DES", "3DES", "IDEA", "SEED", "PSK", "SRP", "KRB5", "DSS", "ADSS", "CAMELLIA", "ARIA");

    private List<String> tls13 = List.of();
    private List<String> older = List.of();

    /** By JSSE's names; empty: the JVM's own choice. */
    List<String> names() {
        if (tls13.isEmpty() && older.isEmpty()) return List.of();
        List<String> names = new ArrayList<>(tls13.isEmpty() ? Jvm.SUITES.stream().filter(CipherChoice::isTls13).toList() : tls13);
        names.addAll(older.isEmpty() ? Jvm.SUITES.stream().filter(name -> !isTls13(name)).toList() : older);
        return names;
    }

    void chooseTls13(Value specification) {
        List<String> chosen = read(specification);
        if (!chosen.isEmpty()) tls13 = chosen;
    }

    /** As httpd's, but names of TLS 1.3 may stand among the others. */
    void choose(Value specification) {
        List<String> chosen = read(specification);
        List<String> newer = chosen.stream().filter(CipherChoice::isTls13).toList();
        boolean named = words(specification).anyMatch(word -> isTls13(Jvm.BY_NAME.getOrDefault(nameIn(word), "_WITH_")));
        if (named && !newer.isEmpty()) tls13 = newer;
        if (newer.size() < chosen.size()) older = chosen.stream().filter(name -> !isTls13(name)).toList();
    }

    private static List<String> read(Value specification) {
        List<String> chosen = new ArrayList<>();
        int errors = 0;
        for (String word : words(specification).toList()) {
            boolean removes = word.startsWith("!") || word.startsWith("-");
            String name = nameIn(word);
            if (ALL.contains(name) && !removes) Jvm.SUITES.stream().filter(suite -> !chosen.contains(suite)).forEach(chosen::add);
            else if (Jvm.BY_NAME.containsKey(name)) change(chosen, Jvm.BY_NAME.get(name), removes);
            else if (!removes || !NEVER_OFFERED.contains(name)) errors += unknown(specification, word);
        }
        if (errors == 0 && chosen.isEmpty()) specification.problems().error(specification.place(), "no cipher suite is left", "name one of the JVM's, or HIGH for all of them");
        return errors == 0 ? chosen : List.of();
    }

    private static Stream<String> words(Value specification) {
        return Arrays.stream(specification.text().split("[:, ]+")).filter(word -> !word.isEmpty() && !word.equalsIgnoreCase("@STRENGTH"));
    }

    private static String nameIn(String word) {
        return word.replaceFirst("^[-!+]", "").toUpperCase(Locale.ROOT);
    }

    private static void change(List<String> chosen, String suite, boolean removes) {
        chosen.remove(suite);
        if (!removes) chosen.add(suite);
    }

    private static int unknown(Value specification, String word) {
        String near = Hints.didYouMean(word, Jvm.BY_NAME.keySet());
        specification.problems().error(specification.place(), "no cipher suite of this JVM is called \"" + word + "\"",
                near.isEmpty() ? "write the names of suites, by JSSE or OpenSSL, or HIGH for all that the JVM offers; groups such as ECDHE+AESGCM are not known here" : near);
        return 1;
    }

    private static boolean isTls13(String suite) {
        return !suite.contains("_WITH_") && !suite.endsWith("_SCSV");
    }

    /** {@code TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA} is {@code ECDHE-RSA-AES128-SHA}, {@code TLS_RSA_WITH_…} begins with the cipher. */
    static String openSslName(String suite) {
        int with = suite.indexOf("_WITH_");
        if (with < 0) return suite;
        String exchange = suite.substring(suite.indexOf('_') + 1, with).replace('_', '-');
        String cipher = suite.substring(with + 6).replace("AES_", "AES").replace("_CBC", "").replace("CHACHA20_POLY1305_SHA256", "CHACHA20_POLY1305").replace('_', '-');
        return exchange.equals("RSA") ? cipher : exchange + "-" + cipher;
    }

    /** What the JVM offers as it is. */
    static List<String> protocolsOfJvm() {
        return List.of(Jvm.TLS.getDefaultSSLParameters().getProtocols());
    }

    /** Looked at only if a line asks for it: the JVM takes a quarter of a second to have its TLS ready. */
    private static final class Jvm {
        static final SSLContext TLS = tls();
        static final List<String> SUITES = List.of(TLS.getDefaultSSLParameters().getCipherSuites());
        /** Every suite that it can speak and does not forbid, by JSSE's name and by OpenSSL's. */
        static final Map<String, String> BY_NAME = byName();

        private static Map<String, String> byName() {
            Map<String, String> names = new LinkedHashMap<>();
            for (String suite : SUITES) {
                names.put(suite, suite);
                names.put(openSslName(suite), suite);
            }
            return names;
        }

        private static SSLContext tls() {
            try {
                return SSLContext.getDefault();
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("this JVM speaks no TLS", e);
            }
        }
    }
}
