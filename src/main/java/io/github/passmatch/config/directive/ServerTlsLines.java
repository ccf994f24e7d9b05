package io.github.passmatch.config.directive;

import io.github.passmatch.config.access.AccessLines;
import io.github.passmatch.config.draft.LineContext;
import io.github.passmatch.config.problem.Finding;
import io.github.passmatch.config.problem.Hints;
import io.github.passmatch.config.text.Line;
import io.github.passmatch.config.text.PemFile;
import io.github.passmatch.config.text.Value;
import io.github.passmatch.config.text.Word;
import io.github.passmatch.config.tls.ServerTlsDraft;
import io.github.passmatch.rules.environment.EnvironmentCondition;
import io.github.passmatch.rules.environment.TlsEnvironment;
import io.github.passmatch.rules.tls.ServerTls;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiConsumer;

/** Reads the lines about TLS with clients. They are obeyed in {@code java -jar}; in a servlet container, the container does TLS. */
final class ServerTlsLines {

    private static final List<String> PROTOCOLS = List.of("h2", "h2c", "http/1.1");
    /** Options that change nothing here. */
    private static final List<String> OTHER_OPTIONS = List.of("CompatEnvVars", "ExportCertData", "StrictRequire", "OptRenegotiate", "FakeBasicAuth", "LegacyDNStringFormat");

    private ServerTlsLines() { }

    /** Obeyed for a whole server in {@code java -jar}. Elsewhere, a line that restricts access is reported as such, and another one as ignored. */
    static Directive.Handler standalone(Directive.Handler handler) {
        return (line, context) -> {
            boolean obeyed = context.config().standalone && context.section().isEmpty();
            if (obeyed) handler.read(line, context);
            else if (!AccessLines.report(line, context)) line.noteIgnored(context.problems());
        };
    }

    static void engine(Line line, LineContext context) {
        if (!context.config().standalone) {
            if (!AccessLines.tls(line, context)) line.noteIgnored(context.problems());
            return;
        }
        Optional<String> word = line.onlyArgument(context.problems()).flatMap(value -> value.oneOf(List.of("on", "off", "optional")));
        ServerTlsDraft tls = context.server().clientTls;
        if (word.filter("optional"::equals).isPresent())
            context.problems().error(Finding.TLS_TO_CLIENTS, line.argument(0).place(), "SSLEngine optional is not supported: TLS by an Upgrade of HTTP/1.1 (RFC 2817)", "no browser does this; write SSLEngine on, or off");
        tls.engine = word.map("on"::equals);
        tls.enginePlace = Optional.of(line.place());
    }

    static void certificate(Line line, LineContext context) {
        complete(TlsLines.certificates(line, context), context).ifPresent(context.server().clientTls.certificates::add);
    }

    static void key(Line line, LineContext context) {
        Optional<PemFile> file = TlsLines.file(line, context);
        file.filter(pem -> !pem.hasKey()).ifPresent(pem -> pem.report("contains no private key", "expected is a PEM file with -----BEGIN PRIVATE KEY-----"));
        complete(file.filter(PemFile::hasKey), context).ifPresent(context.server().clientTls.keys::add);
    }

    static void chain(Line line, LineContext context) {
        complete(TlsLines.file(line, context), context).ifPresent(context.server().clientTls.chains::add);
    }

    static void authoritiesFile(Line line, LineContext context) {
        complete(TlsLines.certificates(line, context), context).ifPresent(file -> context.server().clientTls.authorities.addAll(file.certificates()));
    }

    static void authoritiesPath(Line line, LineContext context) {
        List<PemFile> files = TlsLines.files(line, context);
        complete(files.stream().findFirst(), context);
        files.forEach(file -> context.server().clientTls.authorities.addAll(file.certificates()));
    }

    /** @param file empty after an error was reported */
    private static Optional<PemFile> complete(Optional<PemFile> file, LineContext context) {
        if (file.isEmpty()) context.server().clientTls.incomplete = true;
        return file;
    }

    static void protocol(Line line, LineContext context) {
        context.server().clientTls.protocols = TlsLines.protocols(line, context.problems());
    }

    static void ciphers(Line line, LineContext context) {
        TlsLines.ciphers(line, context.problems(), context.server().clientTls.ciphers::add);
    }

    static Directive.Handler flag(BiConsumer<ServerTlsDraft, Boolean> setter) {
        return standalone((line, context) -> line.onlyArgument(context.problems()).flatMap(Value::onOff).ifPresent(on -> setter.accept(context.server().clientTls, on)));
    }

    static void verify(Line line, LineContext context) {
        line.onlyArgument(context.problems()).flatMap(value -> value.oneOf(List.of("none", "optional", "require", "optional_no_ca"))).ifPresent(word -> {
            if (word.equals("optional_no_ca"))
                context.problems().error(Finding.ACCESS_NOT_OBEYED, line.argument(0).place(), "SSLVerifyClient optional_no_ca is not supported: it would accept certificates of any issuer", "write optional, and SSLCACertificateFile");
            else context.server().clientTls.demand = Optional.of(demand(word));
            context.server().clientTls.demandPlace = Optional.of(line.place());
        });
    }

    private static ServerTls.Demand demand(String word) {
        return switch (word) {
            case "none" -> ServerTls.Demand.NONE;
            case "optional" -> ServerTls.Demand.OPTIONAL;
            default -> ServerTls.Demand.REQUIRE;
        };
    }

    static void depth(Line line, LineContext context) {
        line.onlyArgument(context.problems()).map(value -> value.integer(0, Integer.MAX_VALUE)).filter(OptionalInt::isPresent).ifPresent(depth -> context.server().clientTls.depth = depth);
    }

    /** {@code [+|-]option …}. */
    static void options(Line line, LineContext context) {
        if (line.count() == 0) context.problems().error(line.end(), "SSLOptions takes options", "write SSLOptions +StdEnvVars");
        boolean certificates = line.arguments().stream().anyMatch(word -> isOption(word, "ExportCertData"));
        for (Word word : line.arguments()) {
            if (isOption(word, "StdEnvVars")) context.scope().conditions.add(new EnvironmentCondition(line.place(), new TlsEnvironment(certificates), List.of()));
            else if (isOption(word, "FakeBasicAuth") || isOption(word, "LegacyDNStringFormat") || word.is("-StdEnvVars"))
                context.problems().warn(Finding.NOT_IN_FORCE, word.place(), "SSLOptions " + word.text() + " has no effect", "");
            else if (!isOption(word, "ExportCertData") && OTHER_OPTIONS.stream().noneMatch(word.text().replaceFirst("^[-+]", "")::equalsIgnoreCase))
                context.problems().error(word.place(), "SSLOptions: unknown option \"" + word.text() + "\"", Hints.didYouMean(word.text().replaceFirst("^[-+]", ""), List.of("StdEnvVars", "ExportCertData")));
        }
    }

    private static boolean isOption(Word word, String name) {
        return word.is(name) || word.is("+" + name);
    }

    /** {@code Protocols h2 http/1.1}. Lines add up. */
    static void protocols(Line line, LineContext context) {
        if (line.count() == 0) context.problems().error(line.end(), "Protocols takes names of protocols", "write Protocols h2 http/1.1");
        List<String> all = new ArrayList<>(context.server().protocols.orElse(List.of()));
        for (Word word : line.arguments()) {
            String name = word.text().toLowerCase(Locale.ROOT);
            if (!PROTOCOLS.contains(name)) context.problems().warn(Finding.NOT_IN_FORCE, word.place(), "the protocol \"" + word.text() + "\" is not spoken here", "write h2, h2c or http/1.1");
            else if (!all.contains(name)) all.add(name);
        }
        if (!all.contains("http/1.1")) context.problems().note(Finding.DEPARTURE, line.place(), "httpd would refuse clients that speak HTTP/1.1 only; here they are served", "write http/1.1 at the end of the line");
        context.server().protocols = Optional.of(all);
    }
}
