package io.github.passmatch.config.directive;

import io.github.passmatch.config.draft.LineContext;
import io.github.passmatch.config.draft.LogDraft;
import io.github.passmatch.config.problem.Finding;
import io.github.passmatch.config.text.Line;
import io.github.passmatch.config.text.Value;
import io.github.passmatch.config.text.Word;
import io.github.passmatch.rules.fields.FieldEdit.When;
import io.github.passmatch.rules.log.LogDestination;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads the directives of httpd's mod_log_config. */
final class LogLines {

    private static final int CONDITION = 2;

    private LogLines() { }

    /** {@code LogFormat format [name]}. */
    static void format(Line line, LineContext context) {
        if (line.count() < 1 || line.count() > 2) {
            context.problems().error(line.end(), "LogFormat takes a format and a name", "write LogFormat \"%h %l %u %t\" name");
            return;
        }
        LogDraft.read(line.argument(0), context.problems()).ifPresent(format -> {
            if (line.count() == 1) context.server().logs.standard = Optional.of(format);
            else context.server().logs.formats.put(line.argument(1).text(), format);
        });
    }

    static void customLog(Line line, LineContext context) {
        target(line, false, context);
    }

    static void globalLog(Line line, LineContext context) {
        target(line, true, context);
    }

    static void transferLog(Line line, LineContext context) {
        line.onlyArgument(context.problems()).flatMap(value -> destination(line.argument(0), context))
                .ifPresent(destination -> context.server().logs.targets.add(new LogDraft.Target(line.place(), destination, Optional.empty(), Optional.empty(), false)));
    }

    /** Lines are always written in groups. */
    static void buffered(Line line, LineContext context) {
        line.onlyArgument(context.problems()).ifPresent(Value::onOff);
    }

    private static void target(Line line, boolean global, LineContext context) {
        String name = line.name().text();
        if (line.count() < 2 || line.count() > CONDITION + 1) {
            context.problems().error(line.count() < 2 ? line.end() : line.argument(CONDITION + 1).place(), name + " takes a file, a format and a condition", "write " + name + " logs/access_log combined");
            return;
        }
        Optional<When> when = line.count() > CONDITION ? FieldEditLines.condition(line.argument(CONDITION), true, context.problems()) : Optional.empty();
        if (line.count() > CONDITION && when.isEmpty()) return;
        destination(line.argument(0), context).ifPresent(destination -> context.server().logs.targets.add(new LogDraft.Target(line.place(), destination, Optional.of(line.argument(1)), when, global)));
    }

    /** Empty after a problem was reported. As in httpd, relative names refer to {@code ServerRoot}. */
    private static Optional<LogDestination> destination(Word word, LineContext context) {
        String name = word.text();
        if (name.startsWith("|")) {
            context.problems().warn(Finding.ACCESS_LOG, word.place(), "programs after | are not started, so nothing is written", "write the name of a file; the file may be moved at any time (logrotate), and a new one is created");
            return Optional.empty();
        }
        switch (name) {
            case "/dev/stdout", "/proc/self/fd/1" -> {
                return Optional.of(LogDestination.Standard.OUTPUT);
            }
            case "/dev/stderr", "/proc/self/fd/2" -> {
                return Optional.of(LogDestination.Standard.ERROR);
            }
            default -> {
                return file(word, context);
            }
        }
    }

    private static Optional<LogDestination> file(Word word, LineContext context) {
        try {
            Path directory = context.config().serverRoot.orElseGet(() -> context.inclusion().directory());
            return Optional.of(new LogDestination.File(directory.resolve(word.text()).toAbsolutePath().normalize()));
        } catch (InvalidPathException e) {
            context.problems().error(word.place(), "\"" + word.text() + "\" is not a file name", "");
            return Optional.empty();
        }
    }
}
