package io.github.passmatch.config.tls;

import io.github.passmatch.config.problem.Finding;
import io.github.passmatch.config.problem.Hints;
import io.github.passmatch.config.text.Value;
import io.github.passmatch.rules.tls.CipherNames;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;

/** Reads the {@code SSLProxyCipherSuite} lines into two lists as OpenSSL has them: one for TLS 1.3, one for older protocols. */
public final class CipherChoice {

    /** Red Hat's name for the choice of the system. */
    private static final String SYSTEM_PROFILE = "PROFILE=SYSTEM";
    private static final String LEVEL = "(?i)@SECLEVEL=([0-5])";

    private List<String> tls13 = List.of();
    private List<String> older = List.of();

    /** Names of JSSE; empty: the default of the JVM. */
    public List<String> names() {
        if (tls13.isEmpty() && older.isEmpty()) return List.of();
        List<String> names = new ArrayList<>(tls13.isEmpty() ? Jvm.SUITES.stream().filter(CipherChoice::isTls13).toList() : tls13);
        names.addAll(older.isEmpty() ? Jvm.SUITES.stream().filter(name -> !isTls13(name)).toList() : older);
        return names;
    }

    public void chooseTls13(Value specification) {
        List<String> chosen = new ArrayList<>();
        boolean valid = true;
        for (String word : CipherGroup.words(specification.text())) {
            String suite = Jvm.BY_NAME.get(word.toUpperCase(Locale.ROOT));
            valid &= suite != null || unknown(specification, word);
            if (suite != null && !chosen.contains(suite)) chosen.add(suite);
        }
        if (valid && chosen.isEmpty()) nothingLeft(specification);
        if (valid && !chosen.isEmpty()) tls13 = chosen;
    }

    /** Reads a cipher string as httpd does, but names of TLS 1.3 suites are also allowed. */
    public void choose(Value specification) {
        if (specification.text().equalsIgnoreCase(SYSTEM_PROFILE)) return;
        List<String> newer = new ArrayList<>();
        CipherList list = new CipherList(Jvm.SUITES.stream().filter(CipherChoice::isOlder).sorted(Comparator.comparingInt(CipherGroup::rank)).toList());
        boolean valid = true;
        for (String word : rules(specification.text())) {
            boolean removes = word.startsWith("!") || word.startsWith("-");
            String tls13Suite = Jvm.BY_NAME.getOrDefault(word.replaceFirst("^[-!+]", "").toUpperCase(Locale.ROOT), "_WITH_");
            if (isTls13(tls13Suite) && removes && newer.isEmpty()) newer.addAll(Jvm.SUITES.stream().filter(CipherChoice::isTls13).toList());
            if (isTls13(tls13Suite)) newer.remove(tls13Suite);
            if (isTls13(tls13Suite) && !removes) newer.add(tls13Suite);
            if (!isTls13(tls13Suite)) valid &= apply(word, list, specification);
        }
        if (valid && newer.isEmpty() && list.chosen().isEmpty()) nothingLeft(specification);
        if (!valid) return;
        if (!newer.isEmpty()) tls13 = newer;
        if (!list.chosen().isEmpty()) older = list.chosen();
    }

    /** Splits a cipher string into its rules: DEFAULT is replaced by rules, and a rule which begins with @ needs no separator before it. */
    private static List<String> rules(String text) {
        String whole = text.replaceFirst("^DEFAULT(?=$|[:, ;@])", "ALL:!COMPLEMENTOFDEFAULT:!eNULL");
        return CipherGroup.words(whole.replaceFirst("^SUITEB128$", "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384").replace("@", ":@"));
    }

    private static boolean apply(String rule, CipherList list, Value specification) {
        char operator = rule.charAt(0);
        String word = "+-!".indexOf(operator) >= 0 ? rule.substring(1) : rule;
        if (rule.equalsIgnoreCase("@STRENGTH")) {
            list.sortByStrength();
            return true;
        }
        if (rule.matches(LEVEL)) {
            int level = rule.charAt(rule.length() - 1) - '0';
            list.kill(suite -> !CipherGroup.isAllowed(suite, level));
            return true;
        }
        Predicate<String> members = members(word, specification);
        if (members == null) return unknown(specification, word);
        switch (operator) {
            case '+' -> list.last(members);
            case '-' -> list.remove(members);
            case '!' -> list.kill(members);
            default -> list.add(members);
        }
        return true;
    }

    /** Null if the word is unknown. */
    private static Predicate<String> members(String word, Value specification) {
        String suite = Jvm.BY_NAME.get(word.toUpperCase(Locale.ROOT));
        if (suite != null) return suite::equals;
        Optional<Predicate<String>> group = CipherGroup.of(word);
        if (group.isPresent()) return group.get();
        if (!Jvm.SUPPORTED.contains(word) && !CipherGroup.isSuiteName(word)) return null;
        specification.problems().note(Finding.NOT_IN_FORCE, specification.place(), "this JVM does not offer the cipher suite " + word + ", so the suite is skipped", "");
        return name -> false;
    }

    private static void nothingLeft(Value specification) {
        specification.problems().error(specification.place(), "no cipher suite is left", "name one of the JVM's, or HIGH for all of them");
    }

    private static boolean unknown(Value specification, String word) {
        List<String> known = new ArrayList<>(Jvm.BY_NAME.keySet());
        known.addAll(CipherGroup.names());
        String near = Hints.didYouMean(word, known);
        specification.problems().error(specification.place(), "no cipher suite of this JVM is called \"" + word + "\"",
                near.isEmpty() ? "write the names of suites, by JSSE or OpenSSL, or OpenSSL's groups such as HIGH or ECDHE+AESGCM" : near);
        return false;
    }

    private static boolean isOlder(String suite) {
        return suite.contains("_WITH_");
    }

    private static boolean isTls13(String suite) {
        return !suite.contains("_WITH_") && !suite.endsWith("_SCSV");
    }

    /** The protocols which the JVM enables by default. */
    public static List<String> protocolsOfJvm() {
        return List.of(Jvm.TLS.getDefaultSSLParameters().getProtocols());
    }

    /** Loaded only if a line needs it, because the JVM needs a quarter of a second to initialize TLS. */
    private static final class Jvm {
        static final SSLContext TLS = tls();
        static final List<String> SUITES = List.of(TLS.getDefaultSSLParameters().getCipherSuites());
        /** Every suite which the JVM enables by default, by its name in JSSE and in OpenSSL. */
        static final Map<String, String> BY_NAME = byName();
        /** Every suite which the JVM supports, also those which are not enabled by default. */
        static final Set<String> SUPPORTED = Set.of(TLS.getSupportedSSLParameters().getCipherSuites());

        private static Map<String, String> byName() {
            Map<String, String> names = new LinkedHashMap<>();
            for (String suite : SUITES) {
                names.put(suite, suite);
                names.put(CipherNames.openSsl(suite), suite);
            }
            return names;
        }

        private static SSLContext tls() {
            try {
                return SSLContext.getDefault();
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("this JVM does not support TLS", e);
            }
        }
    }
}
