package io.github.passmatch.config.directive;

import io.github.passmatch.config.draft.LineContext;
import io.github.passmatch.config.problem.Finding;
import io.github.passmatch.config.text.FileSearch;
import io.github.passmatch.config.text.Line;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** Finds the files of {@code Include} and {@code IncludeOptional}: a file, a directory with all files below it, or a pattern; files are sorted by name. */
final class IncludeLines {

    /** A deeper nesting probably means that a file includes itself. */
    private static final int MAX_DEPTH = 20;

    private IncludeLines() { }

    static void include(Line line, LineContext context) {
        include(line, context, true);
    }

    static void includeOptional(Line line, LineContext context) {
        include(line, context, false);
    }

    private static void include(Line line, LineContext context, boolean needed) {
        line.onlyArgument(context.problems()).ifPresent(value -> {
            try {
                List<Path> files = find(value.text(), context);
                if (files.isEmpty() && needed) context.problems().error(value.place(), "no file matches " + value.text(), "the name is relative to the directory of this file" + context.config().serverRoot.map(root -> " and in " + root).orElse("") + "; write IncludeOptional if the file is optional");
                if (files.isEmpty() && !needed) context.problems().note(Finding.NOTHING_INCLUDED, value.place(), "no file matches " + value.text() + ", so nothing is included", "");
                if (context.inclusion().depth() >= MAX_DEPTH) context.problems().error(line.place(), "more than " + MAX_DEPTH + " files are nested by Include", "probably a file includes itself");
                else for (Path file : files) context.inclusion().include(file);
            } catch (IOException | InvalidPathException e) {
                context.problems().error(value.place(), "cannot be included: " + e, "");
            }
        });
    }

    private static List<Path> find(String name, LineContext context) throws IOException {
        for (Path directory : context.directories()) {
            FileSearch search = new FileSearch(directory, name);
            context.config().stamps.add(search);
            List<Path> files = search.files();
            if (!files.isEmpty()) return files;
        }
        return List.of();
    }
}
