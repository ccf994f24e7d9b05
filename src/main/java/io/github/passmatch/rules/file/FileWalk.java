package io.github.passmatch.rules.file;

import io.github.passmatch.rules.Bytes;
import io.github.passmatch.rules.Place;
import io.github.passmatch.rules.environment.FileLookup;
import io.github.passmatch.rules.environment.FileLookup.Kind;
import io.github.passmatch.rules.regex.Pcre;
import java.io.File;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The result of looking at a file name, directory by directory from the root, as httpd does.
 *
 * @param file  the mapped name up to the first part that is not a directory, with a slash at the end of a directory
 * @param rest  the rest of the mapped name; empty text, or begins with a slash
 * @param kind  {@code FILE}, {@code DIRECTORY} or {@code ABSENT}; {@code DENIED}: must not be served
 * @param why   why not
 * @param override the line that lets httpd read a {@code .htaccess} file which is there; empty: there is none
 */
public record FileWalk(MappedFile file, String rest, Kind kind, String why, Optional<Place> override) {

    /** The name of httpd's files with directives of directories. */
    private static final String HTACCESS = ".htaccess";
    private static final int LONGEST_NAME = 255;
    /** httpd serves the text of such files if no line names a program for them; that is never wanted. */
    private static final Set<String> PROGRAMS = Set.of("php", "php3", "php4", "php5", "php7", "php8", "phps", "phtml", "phar", "cgi", "fcgi", "jsp", "jspx", "asp", "aspx", "shtml");

    public FileWalk {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(rest, "rest");
        Objects.requireNonNull(kind, "kind");
    }

    /** The settings of the sections for a directory and the directories above it. */
    @FunctionalInterface
    public interface OfDirectory {
        /** @param directory with a slash at the end */
        FileSettings enter(String directory) throws Pcre.TooMuchWork;
    }

    /** Looks at {@code file}. */
    public static FileWalk of(MappedFile file, FileLookup files, OfDirectory settings) throws Pcre.TooMuchWork {
        String whole = file.name();
        StringBuilder name = new StringBuilder("/");
        FileSettings inside = settings.enter("/");
        Optional<Place> override = Optional.empty();
        for (int at = next(whole, 0); at < whole.length(); ) {
            if (override.isEmpty() && inside.overridesAt().isPresent() && files.kind(name + HTACCESS) != Kind.ABSENT) override = inside.overridesAt();
            int slash = whole.indexOf('/', at);
            int end = slash < 0 ? whole.length() : slash;
            String segment = whole.substring(at, end);
            name.append(segment);
            String rest = whole.substring(end);
            Optional<String> bad = refused(segment);
            if (bad.isPresent()) return new FileWalk(at(name, file), rest, Kind.DENIED, bad.get(), override);
            String now = name.toString();
            Kind kind = files.kind(now);
            if (kind == Kind.LINK) {
                Optional<String> link = refusedLink(now, files, inside.links());
                if (link.isPresent()) return new FileWalk(at(name, file), rest, Kind.DENIED, link.get(), override);
                kind = files.target(now);
                if (kind == Kind.ABSENT) return new FileWalk(at(name, file), rest, Kind.DENIED, "a symbolic link to a name that does not exist", override);
            }
            if (kind != Kind.DIRECTORY) return end(at(name, file), rest, kind, override);
            name.append('/');
            inside = settings.enter(name.toString());
            at = next(whole, end);
        }
        if (override.isEmpty() && inside.overridesAt().isPresent() && files.kind(name + HTACCESS) != Kind.ABSENT) override = inside.overridesAt();
        return new FileWalk(at(name, file), "", Kind.DIRECTORY, "", override);
    }

    private static MappedFile at(CharSequence name, MappedFile file) {
        return new MappedFile(name.toString(), file.place(), file.line(), file.program());
    }

    private static int next(String whole, int at) {
        int start = at;
        while (start < whole.length() && whole.charAt(start) == '/') start++;
        return start;
    }

    private static FileWalk end(MappedFile file, String rest, Kind kind, Optional<Place> override) {
        return switch (kind) {
            case FILE -> isProgram(file.name()) ? new FileWalk(file, rest, Kind.DENIED, "the text of a program is never served", override) : new FileWalk(file, rest, Kind.FILE, "", override);
            case OTHER, LINK -> new FileWalk(file, rest, Kind.DENIED, "not a file or a directory", override);
            case DENIED -> new FileWalk(file, rest, Kind.DENIED, "this process may not read it", override);
            default -> new FileWalk(file, rest, Kind.ABSENT, "", override);
        };
    }

    /** Names that are never served, whatever sections say. */
    private static Optional<String> refused(String segment) {
        if (segment.equals(".") || segment.equals("..")) return Optional.of("the name would leave its directory");
        if (segment.length() > LONGEST_NAME) return Optional.of("the name is too long");
        if (segment.toLowerCase(Locale.ROOT).startsWith(".ht")) return Optional.of("files whose names begin with .ht are never served");
        boolean windows = File.separatorChar == '\\';
        if (windows && (segment.indexOf('\\') >= 0 || segment.indexOf(':') >= 0 || segment.endsWith(".") || segment.endsWith(" "))) return Optional.of("the name is not one of a file");
        return Optional.empty();
    }

    private static Optional<String> refusedLink(String link, FileLookup files, LinkOptions options) {
        boolean ofOwner = options.has(LinkOptions.Option.SYM_LINKS_IF_OWNER_MATCH);
        if (!ofOwner && !options.has(LinkOptions.Option.FOLLOW_SYM_LINKS)) return Optional.of("a symbolic link, and Options does not say FollowSymLinks");
        return ofOwner && !files.hasOwnerOfTarget(link) ? Optional.of("a symbolic link whose target has another owner, and Options says SymLinksIfOwnerMatch") : Optional.empty();
    }

    private static boolean isProgram(String name) {
        return FileSettings.extensions(name).stream().anyMatch(PROGRAMS::contains);
    }

    /** The name without the directories. */
    public String baseName() {
        return file.name().substring(file.name().lastIndexOf('/') + 1);
    }

    /** The name for messages. */
    public String shown() {
        return Bytes.toText(file.name());
    }
}
