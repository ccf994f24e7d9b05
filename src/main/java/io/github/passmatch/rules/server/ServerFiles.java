package io.github.passmatch.rules.server;

import io.github.passmatch.rules.file.FileMap;
import io.github.passmatch.rules.regex.Pcre;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The files of a server, and the sections for them.
 *
 * @param map         maps paths to files
 * @param directories {@code <Directory>} and then {@code <DirectoryMatch>}, in the order of merging
 * @param files       {@code <Files>} and {@code <FilesMatch>} outside of directories
 */
public record ServerFiles(FileMap map, List<OfDirectory> directories, List<Section> files) {

    public ServerFiles {
        Objects.requireNonNull(map, "map");
        directories = List.copyOf(directories);
        files = List.copyOf(files);
    }

    /**
     * A {@code <Directory>} or {@code <DirectoryMatch>}.
     *
     * @param regex whether its name is a regular expression, which is compared to the whole name of the file
     * @param depth the number of slashes in its name, without one at the end of a directory
     * @param files {@code <Files>} and {@code <FilesMatch>} in the section
     */
    public record OfDirectory(Section section, boolean regex, int depth, List<Section> files) {
        public OfDirectory {
            files = List.copyOf(files);
        }
    }

    /** As in httpd: sections with fewer directories come first, those with regular expressions last. */
    public static final Comparator<OfDirectory> ORDER = Comparator.comparing(OfDirectory::regex).thenComparingInt(OfDirectory::depth);

    /** The sections for exactly this directory, which has a slash at the end. */
    List<OfDirectory> of(String directory, Trace trace) throws Pcre.TooMuchWork {
        int depth = (int) directory.chars().filter(c -> c == '/').count() - 1;
        String name = depth == 0 ? "/" : directory.substring(0, directory.length() - 1);
        List<OfDirectory> found = new ArrayList<>();
        for (OfDirectory one : directories) if (!one.regex && one.depth == depth && takes(one.section, name, trace)) found.add(one);
        return found;
    }

    /** The sections with regular expressions for the name of a file or directory. */
    List<OfDirectory> matching(String name, Trace trace) throws Pcre.TooMuchWork {
        List<OfDirectory> found = new ArrayList<>();
        for (OfDirectory one : directories) if (one.regex && takes(one.section, name, trace)) found.add(one);
        return found;
    }

    /** Whether a section may restrict access. */
    boolean restrictAccess() {
        return sections().anyMatch(section -> !section.scope().access().isEmpty() || section.scope().login().isBasic() || !section.scope().conditionals().isEmpty());
    }

    /** All sections. */
    Stream<Section> sections() {
        return Stream.concat(files.stream(), directories.stream().flatMap(one -> Stream.concat(Stream.of(one.section), one.files.stream())));
    }

    static boolean takes(Section section, String subject, Trace trace) throws Pcre.TooMuchWork {
        boolean taken = section.selector().takes(subject);
        trace.section(section, subject, taken);
        return taken;
    }
}
