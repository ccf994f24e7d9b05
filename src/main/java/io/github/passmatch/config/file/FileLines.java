package io.github.passmatch.config.file;

import io.github.passmatch.config.draft.FileFinding;
import io.github.passmatch.config.draft.LineContext;
import io.github.passmatch.config.draft.RegexProblem;
import io.github.passmatch.config.text.Line;
import io.github.passmatch.config.text.Word;
import io.github.passmatch.rules.Bytes;
import io.github.passmatch.rules.file.Alias;
import io.github.passmatch.rules.file.MappedFile;
import io.github.passmatch.rules.match.PathPattern;
import io.github.passmatch.rules.match.PathPrefix;
import io.github.passmatch.rules.match.PathRegex;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads the lines that map paths to files. */
public final class FileLines {

    private static final String PROGRAM_CURE = "run the application with its own server, and forward to the server";

    private FileLines() { }

    public static void root(Line line, LineContext context) {
        if (line.count() != 1) {
            context.problems().error(line.count() == 0 ? line.end() : line.argument(1).place(), "DocumentRoot takes one directory", "put a name with spaces in quotes");
            return;
        }
        Word name = line.argument(0);
        Optional<Path> directory = directory(name, context);
        if (directory.isEmpty()) return;
        context.server().documentRoot = Optional.of(new MappedFile(name(directory.get()), line.place(), line.text(), false));
    }

    public static void alias(Line line, LineContext context) {
        add(line, false, false, context);
    }

    public static void aliasMatch(Line line, LineContext context) {
        add(line, true, false, context);
    }

    public static void scriptAlias(Line line, LineContext context) {
        if (add(line, false, true, context)) refusedPrograms(line, context);
    }

    public static void scriptAliasMatch(Line line, LineContext context) {
        if (add(line, true, true, context)) refusedPrograms(line, context);
    }

    private static void refusedPrograms(Line line, LineContext context) {
        context.config().fileFindings.add(new FileFinding(line, true, line.place(), line.name().text() + " names programs, which are not run here: requests for them are answered with 500", PROGRAM_CURE));
    }

    private static boolean add(Line line, boolean regex, boolean program, LineContext context) {
        String name = line.name().text();
        if (line.count() != 2) {
            context.problems().error(line.count() < 2 ? line.end() : line.argument(2).place(), name + " takes " + (regex ? "a regular expression" : "a path") + " and a name of a file or directory",
                    line.count() == 1 ? "write the path on the line, also in a section; the section itself is not the path here" : "put a name with spaces in quotes");
            return false;
        }
        Word path = line.argument(0);
        Optional<PathPattern> pattern = regex ? RegexProblem.compile(path, false, context.problems()).map(PathRegex::new) : Optional.of(new PathPrefix(Bytes.of(path.text())));
        Optional<String> target = target(line.argument(1), regex, context);
        if (pattern.isEmpty() || target.isEmpty()) return false;
        context.server().fileAliases.add(new Alias(line.place(), line.text(), pattern.get(), target.get(), program));
        return true;
    }

    /** As in httpd, a slash at the end of the name is kept. */
    private static Optional<String> target(Word word, boolean regex, LineContext context) {
        String text = word.text();
        if (regex && text.startsWith("$")) {
            context.problems().error(word.place(), "the name of the directory must not come from the request", "write the directory before the $");
            return Optional.empty();
        }
        if (regex && text.startsWith("/")) return Optional.of(Bytes.of(text));
        return directory(word, context).map(path -> name(path) + (text.endsWith("/") && text.length() > 1 ? "/" : ""));
    }

    /** The absolute name; a relative name refers to the directory of the configuration file, else to {@code ServerRoot}. Empty after an error was reported. */
    private static Optional<Path> directory(Word word, LineContext context) {
        try {
            List<Path> candidates = context.directories().stream().map(directory -> directory.resolve(word.text()).toAbsolutePath().normalize()).toList();
            return candidates.stream().filter(Files::exists).findFirst().or(() -> Optional.of(candidates.get(0)));
        } catch (InvalidPathException e) {
            context.problems().error(word.place(), "\"" + word.text() + "\" is not a name of a file", "");
            return Optional.empty();
        }
    }

    private static String name(Path path) {
        String name = Bytes.of(path.toString());
        return name.equals("/") ? "" : name;
    }
}
