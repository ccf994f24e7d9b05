package io.github.passmatch.config.directive;

import io.github.passmatch.config.draft.LineContext;
import io.github.passmatch.config.problem.Finding;
import io.github.passmatch.config.problem.Hints;
import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.config.text.Line;
import io.github.passmatch.config.text.PemFile;
import io.github.passmatch.config.text.Value;
import io.github.passmatch.config.text.Word;
import io.github.passmatch.config.tls.CipherChoice;
import io.github.passmatch.config.tls.TlsDraft;
import io.github.passmatch.rules.connection.Tls;
import io.github.passmatch.rules.tls.TlsIdentity;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Reads the {@code SSLProxy*} lines. */
final class TlsLines {

    private static final List<String> PROTOCOLS = List.of("SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3");

    private TlsLines() { }

    static Directive.Handler flag(BiConsumer<TlsDraft, Boolean> setter) {
        return (line, context) -> line.onlyArgument(context.problems()).flatMap(Value::onOff).ifPresent(on -> context.tls(tls -> setter.accept(tls, on)));
    }

    static void engine(Line line, LineContext context) {
        line.onlyArgument(context.problems()).flatMap(Value::onOff).ifPresent(on -> context.scope().tlsEngineOff = on ? Optional.empty() : Optional.of(line.place()));
    }

    static void verify(Line line, LineContext context) {
        line.onlyArgument(context.problems()).flatMap(value -> value.oneOf(List.of("none", "optional", "require", "optional_no_ca"))).ifPresent(word -> {
            Tls.Verify verify = switch (word) {
                case "none" -> Tls.Verify.NONE;
                case "optional_no_ca" -> Tls.Verify.OPTIONAL_NO_CA;
                default -> Tls.Verify.REQUIRE;
            };
            context.tls(tls -> tls.verify = verify);
            if (verify != Tls.Verify.REQUIRE)
                context.problems().warn(Finding.UNVERIFIED_TLS, line.argument(0).place(), "https upstreams are NOT authenticated: an attacker in the network can read and change everything",
                        "name the CA that signed their certificate with SSLProxyCACertificateFile, and remove this line");
        });
    }

    static void depth(Line line, LineContext context) {
        line.onlyArgument(context.problems()).ifPresent(value -> value.integer(0, Integer.MAX_VALUE).ifPresent(depth -> context.tls(tls -> tls.depth = OptionalInt.of(depth))));
    }

    static void authoritiesFile(Line line, LineContext context) {
        certificates(line, context).ifPresent(pem -> context.tls(tls -> tls.authorities.addAll(pem.certificates())));
    }

    static void issuersFile(Line line, LineContext context) {
        certificates(line, context).ifPresent(pem -> context.tls(tls -> tls.issuers.addAll(pem.certificates())));
    }

    static void authoritiesPath(Line line, LineContext context) {
        for (PemFile pem : files(line, context)) context.tls(tls -> tls.authorities.addAll(pem.certificates()));
    }

    static void identityFile(Line line, LineContext context) {
        file(line, context).ifPresent(pem -> identify(pem, context));
    }

    static void identityPath(Line line, LineContext context) {
        files(line, context).forEach(pem -> identify(pem, context));
    }

    private static void identify(PemFile pem, LineContext context) {
        List<TlsIdentity> identities = pem.identities();     // read now, because this may report errors
        context.tls(tls -> tls.identities.addAll(identities));
    }

    /** The file with at least one certificate; empty after an error was reported. */
    static Optional<PemFile> certificates(Line line, LineContext context) {
        Optional<PemFile> file = file(line, context);
        if (file.isEmpty() || !file.get().certificates().isEmpty()) return file;
        file.get().report("contains no certificate", "expected is a PEM file with -----BEGIN CERTIFICATE-----");
        return Optional.empty();
    }

    /** The file of the line; empty after an error was reported. */
    static Optional<PemFile> file(Line line, LineContext context) {
        return line.onlyArgument(context.problems()).map(context::certificateFile).flatMap(PemFile::read);
    }

    /** The files of the directory of the line that could be read; an error was reported for each of the others, and if there is none. */
    static List<PemFile> files(Line line, LineContext context) {
        return line.onlyArgument(context.problems()).map(context::certificateFiles).orElse(List.of()).stream().map(PemFile::read).flatMap(Optional::stream).toList();
    }

    static void protocol(Line line, LineContext context) {
        protocols(line, context.problems()).ifPresent(protocols -> context.tls(tls -> tls.protocols = protocols));
    }

    /** {@code all -SSLv3 +TLSv1.2}, read as httpd does: a name without sign replaces the protocols before it. Empty after an error was reported. */
    static Optional<List<String>> protocols(Line line, Problems problems) {
        String name = line.name().text();
        if (line.count() == 0) {
            problems.error(line.end(), name + " takes protocols", "write " + name + " all -TLSv1.2");
            return Optional.empty();
        }
        Set<String> chosen = new LinkedHashSet<>();
        boolean valid = true;
        for (Word word : line.arguments()) valid &= change(chosen, word, name, problems);
        if (!valid) return Optional.empty();
        List<String> spoken = CipherChoice.protocolsOfJvm().stream().filter(chosen::contains).toList();
        if (!spoken.isEmpty()) return Optional.of(spoken);
        problems.error(line.argument(0).place(), "this JVM supports none of the remaining protocols (" + String.join(", ", chosen) + ")",
                "the JVM supports " + String.join(", ", CipherChoice.protocolsOfJvm()) + "; jdk.tls.disabledAlgorithms in its java.security decides");
        return Optional.empty();
    }

    private static boolean change(Set<String> chosen, Word word, String directive, Problems problems) {
        String name = word.text().replaceFirst("^[-+]", "");
        boolean removes = word.text().startsWith("-");
        if (name.equalsIgnoreCase("SSLv2") && removes) return true;
        List<String> meant = new ArrayList<>(PROTOCOLS);
        if (!name.equalsIgnoreCase("all")) meant.removeIf(protocol -> !protocol.equalsIgnoreCase(name));
        if (meant.isEmpty()) {
            problems.error(word.place(), directive + " takes all, " + String.join(", ", PROTOCOLS) + ", each with + or - before it, not \"" + word.text() + "\"",
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

    static void ciphers(Line line, LineContext context) {
        ciphers(line, context.problems(), change -> context.tls(tls -> change.accept(tls.ciphers)));
    }

    /** {@code [protocol] specification}. Errors are reported now; {@code chosen} gets what the line chooses, to be applied after the earlier lines. */
    static void ciphers(Line line, Problems problems, Consumer<Consumer<CipherChoice>> chosen) {
        String name = line.name().text();
        if (line.count() < 1 || line.count() > 2) {
            problems.error(line.end(), name + " takes a list of cipher suites, and before it a protocol", "write " + name + " TLS_AES_256_GCM_SHA384:ECDHE-RSA-AES256-GCM-SHA384");
            return;
        }
        Word last = line.argument(line.count() - 1);
        Value specification = new Value(name, last.text(), last.place(), problems);
        String protocol = line.count() == 2 ? line.argument(0).text().toLowerCase(Locale.ROOT) : "ssl";
        if (protocol.equals("tlsv1.3")) choose(CipherChoice::chooseTls13, specification, chosen);
        else if (protocol.equals("ssl")) choose(CipherChoice::choose, specification, chosen);
        else problems.error(line.argument(0).place(), "the protocol of a cipher list is SSL (all before TLS 1.3) or TLSv1.3, not \"" + line.argument(0).text() + "\"", "");
    }

    private static void choose(BiConsumer<CipherChoice, Value> chooser, Value specification, Consumer<Consumer<CipherChoice>> chosen) {
        chooser.accept(new CipherChoice(), specification);
        Value known = new Value(specification.name(), specification.text(), specification.place(), new Problems());
        chosen.accept(choice -> chooser.accept(choice, known));
    }
}
