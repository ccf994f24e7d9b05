package io.github.passmatch.config.tls;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Defines OpenSSL's names for groups of cipher suites (OpenSSL 3.0, ciphers(1)) before TLS 1.3. The suites have their names of JSSE. */
final class CipherGroup {

    /** Groups whose suites no current JVM offers; they match nothing. */
    private static final Set<String> EMPTY_GROUPS = Set.of("COMPLEMENTOFDEFAULT", "COMPLEMENTOFALL", "LOW", "EXP", "EXPORT", "EXPORT40", "EXPORT56", "SSLV2", "DES", "RC2", "RC4", "IDEA", "SEED",
            "CAMELLIA", "CAMELLIA128", "CAMELLIA256", "ARIA", "ARIA128", "ARIA256", "ARIAGCM", "MD5", "KRB5", "KKRB5", "AKRB5", "FZA", "AFZA", "KFZA", "PSK", "KPSK", "APSK", "KECDHEPSK", "KDHEPSK",
            "KRSAPSK", "SRP", "KSRP", "ASRP", "ADH", "AECDH", "KDHR", "KDHD", "KDH", "KECDHR", "KECDH", "GOST", "GOST94", "GOST89", "GOST89MAC", "GOST12", "KGOST", "KGOST18", "AGOST",
            "AGOST01", "AGOST12");
    /** The parts of OpenSSL's suite names. */
    private static final String PART = "(?:ECDHE|ECDH|DHE|EDH|ADH|AECDH|DH|RSA|ECDSA|DSS|PSK|SRP|KRB5|EXP|EXP1024|GOST\\d*|AES128|AES256|AES|128|256|GCM|CCM|CCM8|CBC|CBC3|SHA|SHA1|SHA256|SHA384"
            + "|CHACHA20|POLY1305|CAMELLIA128|CAMELLIA256|ARIA128|ARIA256|SEED|IDEA|DES|3DES|EDE|RC4|RC2|MD5|NULL|MAGMA|KUZNYECHIK|CTR|OMAC|LEGACY|IANA)";
    private static final String SUITE = PART + "(?:-" + PART + ")+";
    private static final List<String> EXCHANGES = List.of("ECDHE_ECDSA", "ECDHE_RSA", "DHE_RSA", "DHE_DSS");
    private static final List<String> CIPHERS = List.of("AES_256_GCM_SHA384", "CHACHA20_POLY1305_SHA256", "AES_128_GCM_SHA256", "AES_256_CBC_SHA384", "AES_256_CBC_SHA256", "AES_128_CBC_SHA256",
            "AES_256_CBC_SHA", "AES_128_CBC_SHA");
    private static final Map<String, Predicate<String>> GROUPS = groups();

    private CipherGroup() { }

    private static Map<String, Predicate<String>> groups() {
        Map<String, Predicate<String>> groups = new HashMap<>();
        EMPTY_GROUPS.forEach(name -> groups.put(name, suite -> false));
        put(groups, suite -> true, "ALL");
        put(groups, suite -> cipher(suite).matches("(AES|CHACHA20|CAMELLIA|ARIA).*"), "HIGH");
        put(groups, suite -> cipher(suite).startsWith("3DES"), "MEDIUM", "3DES");
        put(groups, suite -> exchange(suite).endsWith("_anon"), "ANULL");
        put(groups, suite -> cipher(suite).startsWith("NULL"), "ENULL", "NULL");
        put(groups, suite -> exchange(suite).equals("RSA"), "KRSA", "RSA");
        put(groups, suite -> exchange(suite).endsWith("RSA"), "ARSA");
        put(groups, suite -> exchange(suite).startsWith("DHE_"), "DHE", "EDH", "DH", "KDHE", "KEDH");
        put(groups, suite -> exchange(suite).startsWith("ECDHE_"), "ECDHE", "EECDH", "ECDH", "KECDHE", "KEECDH");
        put(groups, suite -> exchange(suite).endsWith("ECDSA"), "ECDSA", "AECDSA");
        put(groups, suite -> exchange(suite).endsWith("DSS"), "DSS", "ADSS");
        put(groups, suite -> cipher(suite).startsWith("AES_"), "AES", "FIPS");
        put(groups, suite -> cipher(suite).startsWith("AES_128"), "AES128");
        put(groups, suite -> cipher(suite).startsWith("AES_256"), "AES256");
        put(groups, suite -> cipher(suite).contains("_GCM"), "AESGCM");
        put(groups, suite -> cipher(suite).contains("_CCM"), "AESCCM");
        put(groups, suite -> cipher(suite).contains("_CCM_8"), "AESCCM8");
        put(groups, suite -> cipher(suite).startsWith("CHACHA20"), "CHACHA20");
        put(groups, suite -> cipher(suite).contains("_CBC_"), "CBC");
        put(groups, suite -> cipher(suite).endsWith("_SHA"), "SHA", "SHA1");
        put(groups, suite -> cipher(suite).endsWith("_CBC_SHA256"), "SHA256");
        put(groups, suite -> cipher(suite).endsWith("_CBC_SHA384"), "SHA384");
        put(groups, suite -> !cipher(suite).endsWith("_SHA"), "TLSV1.2");
        put(groups, suite -> cipher(suite).endsWith("_SHA") && exchange(suite).startsWith("ECDHE_"), "TLSV1.0", "TLSV1");
        put(groups, suite -> cipher(suite).endsWith("_SHA") && !exchange(suite).startsWith("ECDHE_"), "SSLV3");
        put(groups, suite -> suite.matches("TLS_ECDHE_ECDSA_WITH_AES_(128_GCM_SHA256|256_GCM_SHA384)"), "SUITEB128");
        put(groups, suite -> suite.equals("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"), "SUITEB128ONLY", "SUITEB128C2");
        put(groups, suite -> suite.equals("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"), "SUITEB192");
        return groups;
    }

    private static void put(Map<String, Predicate<String>> groups, Predicate<String> members, String... names) {
        for (String name : names) groups.put(name, members);
    }

    private static String exchange(String suite) {
        return suite.substring(suite.indexOf('_') + 1, suite.indexOf("_WITH_"));
    }

    private static String cipher(String suite) {
        return suite.substring(suite.indexOf("_WITH_") + 6);
    }

    /** The members of one group, or of the intersection of several groups, as {@code ECDHE+AESGCM}; empty if a name is unknown. */
    static Optional<Predicate<String>> of(String words) {
        Predicate<String> all = suite -> true;
        for (String word : words.split("\\+")) {
            Predicate<String> group = GROUPS.get(word.toUpperCase(Locale.ROOT));
            if (group == null) return Optional.empty();
            all = all.and(group);
        }
        return Optional.of(all);
    }

    /** Whether the word has the form of a suite name of OpenSSL or JSSE. */
    static boolean isSuiteName(String word) {
        return word.toUpperCase(Locale.ROOT).replaceFirst("^(TLS|SSL)_(.*)_WITH_", "$2-").replace('_', '-').matches(SUITE);
    }

    static Set<String> names() {
        return GROUPS.keySet();
    }

    /** Sorts suites into the default order of OpenSSL; a lower rank is preferred. */
    static int rank(String suite) {
        int cipher = CIPHERS.indexOf(cipher(suite));
        int exchange = EXCHANGES.indexOf(exchange(suite));
        return (exchange(suite).equals("RSA") ? 1000 : exchange < 0 ? 2000 : 0) + (cipher < 0 ? 90 : cipher) * 10 + Math.max(0, exchange);
    }

    /** Length of the key in bits, for {@code @STRENGTH}. */
    static int strength(String suite) {
        String cipher = cipher(suite);
        return cipher.contains("256") && !cipher.startsWith("AES_128") ? 256 : cipher.startsWith("AES_128") ? 128 : 112;
    }

    /** Whether the security level allows the suite. The default rules of the JVM are similar to level 2. */
    static boolean isAllowed(String suite, int level) {
        int[] bits = {0, 80, 112, 128, 192, 256};
        return strength(suite) >= bits[Math.min(level, 5)] && (level < 3 || !exchange(suite).equals("RSA"));
    }

    /** Splits a cipher string into words. */
    static List<String> words(String list) {
        return Arrays.stream(list.split("[:, ;]+")).filter(word -> !word.isEmpty()).toList();
    }
}
