package io.github.passmatch.config.directive;

import io.github.passmatch.config.draft.LineContext;
import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.config.text.Line;
import io.github.passmatch.config.text.Word;
import io.github.passmatch.rules.connection.DirectHost;
import io.github.passmatch.rules.server.AccessLogFormat;
import io.github.passmatch.rules.server.Audience;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads the directives for logs and diagnostic fields. httpd does not know these directives. */
final class ReportLines {

    private ReportLines() { }

    static void accessLog(Line line, LineContext context) {
        line.onlyArgument(context.problems()).flatMap(value -> value.oneOf(List.of("Off", "Text", "JSON")))
                .ifPresent(word -> context.config().accessLines = AccessLogFormat.valueOf(word.toUpperCase(Locale.ROOT)));
    }

    static void serverTiming(Line line, LineContext context) {
        audience(line, context).ifPresent(audience -> context.server().serverTiming = Optional.of(audience));
    }

    /** {@code Off}, {@code All}, or {@code Loopback} and networks. */
    static Optional<Audience> audience(Line line, LineContext context) {
        if (line.count() == 0) context.problems().error(line.end(), line.name().text() + " takes Off, All, Loopback or networks", "");
        if (line.count() == 1 && line.argument(0).is("Off")) return Optional.of(Audience.NOBODY);
        if (line.count() == 1 && line.argument(0).is("All")) return Optional.of(Audience.EVERYBODY);
        boolean loopback = false;
        List<DirectHost.Network> networks = new ArrayList<>();
        for (Word word : line.arguments()) {
            if (word.is("Loopback")) loopback = true;
            else network(word, context.problems()).ifPresent(networks::add);
        }
        return loopback || !networks.isEmpty() ? Optional.of(new Audience(false, loopback, networks)) : Optional.empty();
    }

    private static Optional<DirectHost.Network> network(Word word, Problems problems) {
        if (word.is("Off") || word.is("All")) {
            problems.error(word.place(), word.text() + " must be the only argument", "");
            return Optional.empty();
        }
        Optional<DirectHost> host = EgressLines.directHost(word, problems);
        if (host.isPresent() && host.get().network().isEmpty()) problems.error(word.place(), "\"" + word.text() + "\" is not Off, All, Loopback or a network", "write Loopback or 10.0.0.0/8");
        return host.flatMap(DirectHost::network);
    }
}
