package io.github.passmatch.config.directive;

import io.github.passmatch.config.draft.CipherChoice;
import io.github.passmatch.config.draft.LineContext;
import io.github.passmatch.config.draft.TlsDraft;
import io.github.passmatch.config.problem.Finding;
import io.github.passmatch.config.problem.Hints;
import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.config.text.Line;
import io.github.passmatch.config.text.NamedFile;
import io.github.passmatch.config.text.PemFile;
import io.github.passmatch.config.text.Value;
import io.github.passmatch.config.text.Word;
import io.github.passmatch.rules.connection.ClientIdentity;
import io.github.passmatch.rules.connection.Tls;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BiConsumer;

/** Reads the {@code SSLProxy*} lines. */
final class TlsLines {

    private static final List<String> PROTOCOLS = List.of("SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3");

    private TlsLines() { }

    static Directive.Handler flag(BiConsumer<TlsDraft, Boolean> setter) {
        return (line, here) -> ServerLines.one(line, here).flatMap(Value::onOff).ifPresent(on -> here.tls(tls -> setter.accept(tls, on)));
    }

    static void engine(Line line, LineContext here) {
        ServerLines.one(line, here).flatMap(Value::onOff).filter(on -> !on).ifPresent(off -> here.problems().warn(line.place(),
                "SSLProxyEngine Off has no effect: https:// in a URL is what makes TLS", "httpd would answer 500; write http:// in the URL if TLS is not intended"));
    }

    static void verify(Line line, LineContext here) {
        ServerLines.one(line, here).flatMap(value -> value.oneOf(List.of("none", "optional", "require", "optional_no_ca"))).ifPresent(word -> {
            Tls.Verify verify = switch (word) {
                case "none" -> Tls.Verify.NONE;
                case "optional_no_ca" -> Tls.Verify.OPTIONAL_NO_CA;
                default -> Tls.Verify.REQUIRE;
            };
            here.tls(tls -> tls.verify = verify);
            if (verify != Tls.Verify.REQUIRE)
                here.problems().warn(Finding.UNVERIFIED_TLS, line.argument(0).place(), "https upstreams are NOT authenticated: an attacker in the network can read and change everything",
                        "name the CA that signed their certificate with SSLProxyCACertificateFile, and remove this line");
        });
    }

    static void depth(Line line, LineContext here) {
        ServerLines.one(line, here).ifPresent(value -> value.integer(0, Integer.MAX_VALUE).ifPresent(depth -> here.tls(tls -> tls.depth = OptionalInt.of(depth))));
    }

    static void authoritiesFile(Line line, LineContext here) {
        certificates(line, here).ifPresent(certificates -> here.tls(tls -> tls.authorities.addAll(certificates)));
    }

    static void issuersFile(Line line, LineContext here) {
        certificates(line, here).ifPresent(certificates -> here.tls(tls -> tls.issuers.addAll(certificates)));
    }

    private static Optional<List<X509Certificate>> certificates(Line line, LineContext here) {
        Optional<PemFile> file = file(line, here).flatMap(PemFile::read);
        file.filter(pem -> pem.certificates().isEmpty()).ifPresent(pem -> pem.complain("contains no certificate", "expected is a PEM file with -----BEGIN CERTIFICATE-----"));
        return file.map(PemFile::certificates);
    }

    static void authoritiesPath(Line line, LineContext here) {
        for (PemFile pem : files(line, here)) here.tls(tls -> tls.authorities.addAll(pem.certificates()));
    }

    static void identityFile(Line line, LineContext here) {
        file(line, here).flatMap(PemFile::read).ifPresent(pem -> identify(pem, here));
    }

    static void identityPath(Line line, LineContext here) {
        files(line, here).forEach(pem -> identify(pem, here));
    }

    private static void identify(PemFile pem, LineContext here) {
        List<ClientIdentity> identities = pem.identities();     // now, because it may report what is wrong
        here.tls(tls -> tls.identities.addAll(identities));
    }

    private static List<PemFile> files(Line line, LineContext here) {
        return file(line, here).map(NamedFile::certificateFiles).orElse(List.of()).stream().map(PemFile::read).flatMap(Optional::stream).toList();
    }

    private static Optional<NamedFile> file(Line line, LineContext here) {
        return ServerLines.one(line, here).map(value -> NamedFile.of(value, here.inclusion().directory()));
    }

    /** {@code all -SSLv3 +TLSv1.2}, read as httpd does: a name without sign replaces the protocols before it. */
    static void protocol(Line line, LineContext here) {
        if (line.count() == 0) {
            here.problems().error(line.end(), "SSLProxyProtocol takes protocols", "write SSLProxyProtocol all -TLSv1.2");
            return;
        }
        Set<String> chosen = new LinkedHashSet<>();
        boolean fine = true;
        for (Word word : line.arguments()) fine &= change(chosen, word, here.problems());
        List<String> spoken = CipherChoice.protocolsOfJvm().stream().filter(chosen::contains).toList();
        if (!fine) return;
        if (spoken.isEmpty()) here.problems().error(line.argument(0).place(), "this JVM supports none of the remaining protocols (" + String.join(", ", chosen) + ")",
                "the JVM supports " + String.join(", ", CipherChoice.protocolsOfJvm()) + "; jdk.tls.disabledAlgorithms in its java.security decides");
        else here.tls(tls -> tls.protocols = spoken);
    }

    private static boolean change(Set<String> chosen, Word word, Problems problems) {
        String name = word.text().replaceFirst("^[-+]", "");
        boolean removes = word.text().startsWith("-");
        if (name.equalsIgnoreCase("SSLv2") && removes) return true;
        List<String> meant = new ArrayList<>(PROTOCOLS);
        if (!name.equalsIgnoreCase("all")) meant.removeIf(protocol -> !protocol.equalsIgnoreCase(name));
        if (meant.isEmpty()) {
            problems.error(word.place(), "SSLProxyProtocol takes all, " + String.join(", ", PROTOCOLS) + ", each with + or - before it, not \"" + word.text() + "\"",
                    Hints.didYouMean(name, PROTOCOLS));
            return false;
        }
        boolean bare = !removes && !word.text().startsWith("+");
        if (bare && !chosen.isEmpty()) problems.warn(word.place(), "\"" + word.text() + "\" replaces the protocols before it, as in httpd", "write +" + word.text() + " to add it");
        if (bare) chosen.clear();
        if (removes) meant.forEach(chosen::remove);
        else chosen.addAll(meant);
        return true;
    }

    /** {@code [protocol] specification}. */
    static void ciphers(Line line, LineContext here) {
        if (line.count() < 1 || line.count() > 2) {
            here.problems().error(line.end(), "SSLProxyCipherSuite takes a list of cipher suites, and before it a protocol", "write SSLProxyCipherSuite TLS_AES_256_GCM_SHA384:ECDHE-RSA-AES256-GCM-SHA384");
            return;
        }
        Word last = line.argument(line.count() - 1);
        Value specification = new Value("SSLProxyCipherSuite", last.text(), last.place(), here.problems());
        String protocol = line.count() == 2 ? line.argument(0).text().toLowerCase(Locale.ROOT) : "ssl";
        if (protocol.equals("tlsv1.3")) choose(CipherChoice::chooseTls13, specification, here);
        else if (protocol.equals("ssl")) choose(CipherChoice::choose, specification, here);
        else here.problems().error(line.argument(0).place(), "the protocol of a cipher list is SSL (all before TLS 1.3) or TLSv1.3, not \"" + line.argument(0).text() + "\"", "");
    }

    /** What is wrong is said now; the choice itself is made for each rule, after the earlier lines. */
    private static void choose(BiConsumer<CipherChoice, Value> chooser, Value specification, LineContext here) {
        chooser.accept(new CipherChoice(), specification);
        Value known = new Value(specification.name(), specification.text(), specification.place(), new Problems());
        here.tls(tls -> chooser.accept(tls.ciphers, known));
    }
}
