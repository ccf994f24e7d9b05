package io.github.passmatch.config.directive;

import io.github.passmatch.config.draft.LineContext;
import io.github.passmatch.config.text.Line;
import io.github.passmatch.rules.server.StatusPolicy;
import java.util.Optional;

/** Reads the lines about the status page, which httpd does not know. */
final class StatusLines {

    private static final int SHORTEST_TOKEN = 16;

    private StatusLines() { }

    /** {@code On}, {@code Off} or a path. */
    static void path(Line line, LineContext here) {
        ServerLines.one(line, here).ifPresent(value -> {
            String text = value.text();
            if (text.equalsIgnoreCase("Off")) here.config().status.path = Optional.empty();
            else if (text.equalsIgnoreCase("On")) here.config().status.path = Optional.of(StatusPolicy.DEFAULT_PATH);
            else if (text.matches("(/[A-Za-z0-9._~-]+)+")) here.config().status.path = Optional.of(text);
            else here.problems().error(value.place(), "PassmatchStatus takes On, Off or a path, not \"" + text + "\"",
                    "a path begins with a slash, does not end in one, and has letters, digits and . _ ~ - between");
        });
    }

    /** Who, or {@code token} and one; several lines add up. */
    static void allow(Line line, LineContext here) {
        if (line.count() > 0 && line.argument(0).is("token")) token(line, here);
        else ReportLines.audience(line, here).ifPresent(here.config().status.audiences::add);
    }

    private static void token(Line line, LineContext here) {
        if (line.count() != 2) here.problems().error(line.count() < 2 ? line.end() : line.argument(2).place(), "PassmatchStatusAllow token takes one token", "write it on a line of its own, perhaps as ${STATUS_TOKEN}");
        else if (line.argument(1).text().length() < SHORTEST_TOKEN)
            here.problems().error(line.argument(1).place(), "a token has at least " + SHORTEST_TOKEN + " characters, so that it cannot be guessed", "openssl rand -hex 16 makes one");
        else here.config().status.tokens.add(line.argument(1).text());
    }
}
