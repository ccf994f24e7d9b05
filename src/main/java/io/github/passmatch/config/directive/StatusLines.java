package io.github.passmatch.config.directive;

import io.github.passmatch.config.draft.LineContext;
import io.github.passmatch.config.file.FileSettingLines;
import io.github.passmatch.config.text.Line;
import io.github.passmatch.rules.server.StatusPolicy;
import java.util.Optional;

/** Reads the directives for the status page. httpd does not know these directives. */
final class StatusLines {

    private static final int SHORTEST_TOKEN = 16;

    private StatusLines() { }

    /** {@code On}, {@code Off} or a path. */
    static void path(Line line, LineContext context) {
        line.onlyArgument(context.problems()).ifPresent(value -> {
            String text = value.text();
            if (text.equalsIgnoreCase("Off")) context.config().status.path = Optional.empty();
            else if (text.equalsIgnoreCase("On")) context.config().status.path = Optional.of(StatusPolicy.DEFAULT_PATH);
            else if (text.matches("(/[A-Za-z0-9._~-]+)+")) context.config().status.path = Optional.of(text);
            else context.problems().error(value.place(), "PassmatchStatus takes On, Off or a path, not \"" + text + "\"",
                    "a path begins with a slash, does not end in one, and has letters, digits and . _ ~ - between");
        });
    }

    /** {@code [address:]port}. */
    static void listen(Line line, LineContext context) {
        line.onlyArgument(context.problems()).ifPresent(value -> ServerLines.address(line, context).ifPresent(address -> context.config().status.listen = Optional.of(address)));
    }

    /** Reads the allowed clients, or {@code token} and a token; several lines add up. */
    static void allow(Line line, LineContext context) {
        if (line.count() > 0 && line.argument(0).is("token")) token(line, context);
        else ReportLines.audience(line, context).ifPresent(context.config().status.audiences::add);
    }

    /** {@code SetHandler}: only the balancer-manager exists here. */
    static void handler(Line line, LineContext context) {
        boolean manager = line.count() == 1 && line.argument(0).is("balancer-manager");
        boolean ofPaths = context.section().filter(section -> section.kind.ofPaths()).isPresent();
        if (ofPaths) context.scope().manager = Optional.of(manager);
        if (!manager && context.config().standalone) FileSettingLines.handler(line, context);
        if (!manager) IgnoredWords.ofHttpd(line, context);
        else if (!ofPaths) context.problems().error(line.place(), "SetHandler balancer-manager outside of <Location> would make every path without rule the balancer-manager", "write it in a <Location /balancer-manager>, with Require lines");
    }

    private static void token(Line line, LineContext context) {
        if (line.count() != 2) context.problems().error(line.count() < 2 ? line.end() : line.argument(2).place(), "PassmatchStatusAllow token takes one token", "write it on a line of its own, perhaps as ${STATUS_TOKEN}");
        else if (line.argument(1).text().length() < SHORTEST_TOKEN)
            context.problems().error(line.argument(1).place(), "a token has at least " + SHORTEST_TOKEN + " characters, so that it cannot be guessed", "openssl rand -hex 16 makes one");
        else context.config().status.tokens.add(line.argument(1).text());
    }
}
