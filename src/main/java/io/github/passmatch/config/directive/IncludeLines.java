package io.github.passmatch.config.directive;

import io.github.passmatch.config.draft.LineContext;
import io.github.passmatch.config.problem.Finding;
import io.github.passmatch.config.text.FileSearch;
import io.github.passmatch.config.text.Line;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Finds the files of {@code Include} and {@code IncludeOptional}: a file, a directory with all below it, or a pattern, each in the order of names. */
final class IncludeLines {

    /** Files that include files that include … : deeper is a circle. */
    private static final int MAX_DEPTH = 20;

    private IncludeLines() { }

    static void include(Line line, LineContext here) {
        include(line, here, true);
    }

    static void includeOptional(Line line, LineContext here) {
        include(line, here, false);
    }

    private static void include(Line line, LineContext here, boolean needed) {
        ServerLines.one(line, here).ifPresent(value -> {
            try {
                List<Path> files = find(value.text(), here);
                if (files.isEmpty() && needed) here.problems().error(value.place(), "no file matches " + value.text(), "the name is relative to the directory of this file" + here.config().serverRoot.map(root -> " and in " + root).orElse("") + "; write IncludeOptional if the file is optional");
                if (files.isEmpty() && !needed) here.problems().note(Finding.NOTHING_INCLUDED, value.place(), "no file matches " + value.text() + ", so nothing is included", "");
                if (here.inclusion().depth() >= MAX_DEPTH) here.problems().error(line.place(), "more than " + MAX_DEPTH + " files are nested by Include", "probably a file includes itself");
                else for (Path file : files) here.inclusion().include(file);
            } catch (IOException | InvalidPathException e) {
                here.problems().error(value.place(), "cannot be included: " + e, "");
            }
        });
    }

    private static List<Path> directories(LineContext here) {
        List<Path> directories = new ArrayList<>(List.of(here.inclusion().directory()));
        here.config().serverRoot.ifPresent(directories::add);
        return directories;
    }

    private static List<Path> find(String name, LineContext here) throws IOException {
        for (Path directory : directories(here)) {
            FileSearch search = new FileSearch(directory, name);
            here.config().stamps.add(search);
            List<Path> files = search.files();
            if (!files.isEmpty()) return files;
        }
        return List.of();
    }
}
