package io.github.passmatch.rules.server;

import io.github.passmatch.rules.Bytes;
import io.github.passmatch.rules.OwnAnswer;
import io.github.passmatch.rules.environment.FileLookup;
import io.github.passmatch.rules.environment.FileLookup.Kind;
import io.github.passmatch.rules.file.FileSettings;
import io.github.passmatch.rules.file.FileWalk;
import io.github.passmatch.rules.file.MappedFile;
import io.github.passmatch.rules.match.Match;
import io.github.passmatch.rules.match.RequestPath;
import io.github.passmatch.rules.regex.Pcre;
import io.github.passmatch.rules.target.BadPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Decides about a request that no rule takes, and that is for a file: which file, which sections apply, and what answers. For one request. */
final class FileRouting {

    private static final List<String> SERVED = List.of("GET", "HEAD", "POST");

    private final Trace trace;
    private final List<Section> sections = new ArrayList<>();
    private final FileWalk walk;

    /** Looks at the file. */
    FileRouting(ServerFiles files, MappedFile file, FileLookup lookup, FileSettings ofServer, Trace trace) throws Pcre.TooMuchWork {
        this.trace = trace;
        List<ServerFiles.OfDirectory> taken = new ArrayList<>();
        FileSettings[] inside = {ofServer};
        this.walk = FileWalk.of(file, lookup, directory -> {
            for (ServerFiles.OfDirectory one : files.of(directory, trace)) {
                taken.add(one);
                inside[0] = inside[0].with(one.section().scope().files());
            }
            return inside[0];
        });
        taken.addAll(files.matching(walk.file().name(), trace));
        taken.forEach(one -> sections.add(one.section()));
        for (Section section : files.files()) addIfTaken(section);
        for (ServerFiles.OfDirectory one : taken) for (Section section : one.files()) addIfTaken(section);
        if (trace.listens()) trace.step(file.place(), file.line() + ": " + words());
    }

    private void addIfTaken(Section section) throws Pcre.TooMuchWork {
        if (ServerFiles.takes(section, walk.baseName(), trace)) sections.add(section);
    }

    private String words() {
        String rest = walk.rest().isEmpty() ? "" : ", followed by " + Bytes.toText(walk.rest());
        return switch (walk.kind()) {
            case FILE -> "the file " + walk.shown() + rest;
            case DIRECTORY -> "the directory " + walk.shown();
            case ABSENT -> "there is no " + walk.shown();
            default -> walk.shown() + ": " + walk.why();
        };
    }

    /** The sections of directories and files, in the order of merging. */
    List<Section> sections() {
        return sections;
    }

    /** The name to which rewrite rules of sections are compared: with the part that follows the file. */
    String name() {
        return walk.file().name() + walk.rest();
    }

    /** The name without that part; a directory has no slash at the end. */
    String fileName() {
        return walk.file().name();
    }

    /** The settings of the sections. */
    Scope scope() {
        return Sections.merged(sections);
    }

    private boolean isDirectory() {
        return walk.kind() == Kind.DIRECTORY;
    }

    /** Whether there is no file, or the path goes on after the file. */
    private boolean isMissing() {
        return walk.kind() == Kind.ABSENT || walk.kind() == Kind.FILE && !walk.rest().isEmpty();
    }

    /** A refusal that comes before access is decided: nothing about the file is told. */
    Optional<Match> refusal() {
        if (walk.override().isPresent()) return Optional.of(refused(OwnAnswer.HTACCESS, "AllowOverride at " + walk.override().get().fileAndLine() + ", for " + walk.shown()));
        if (walk.file().program()) return Optional.of(refused(OwnAnswer.PROGRAM, walk.shown() + ": " + walk.file().line()));
        return walk.kind() == Kind.DENIED ? Optional.of(refused(OwnAnswer.FILE_REFUSED, walk.shown() + ": " + walk.why())) : Optional.empty();
    }

    private boolean lacksSlash(String path, FileSettings settings) {
        return isDirectory() && !path.endsWith("/") && settings.addsSlash();
    }

    /**
     * The index of a directory, or the fallback for a missing file.
     *
     * @param path      decoded, a byte string
     * @param insteadOf decides about another local path
     * @return null if there is none
     */
    RoutingDecision other(String path, FileSettings settings, Function<String, RoutingDecision> insteadOf) {
        if (isDirectory() && !path.endsWith("/")) return null;
        RoutingDecision error = null;
        for (String name : isDirectory() ? settings.indexNames() : List.<String>of()) {
            RoutingDecision index = insteadOf.apply(name.startsWith("/") ? name : path + name);
            if (index.match() instanceof Match.Served served && !name.startsWith("/") && !served.name().equals(fileName() + name)) continue;     // rewritten: as in httpd, this is no index
            if (!(index.match() instanceof Match.Refused refused)) return index;
            if (refused.reason() != OwnAnswer.NO_FILE && refused.reason() != OwnAnswer.NO_RULE) error = index;
        }
        if (error != null) return error;
        Optional<String> fallback = isDirectory() || walk.kind() == Kind.ABSENT ? settings.fallbackPath().filter(local -> !local.equals(path)) : Optional.empty();
        return fallback.map(insteadOf).filter(decision -> decision.match() instanceof Match.Served || decision.match() instanceof Match.Forwarded).orElse(null);
    }

    /** What answers if no other path does. */
    Match answer(String method, RequestPath path, FileSettings settings) throws BadPath {
        String decoded = path.decoded().text();
        if (lacksSlash(decoded, settings)) return slash(decoded, path.rawQuery());
        Optional<String> handler = walk.kind() == Kind.FILE ? settings.handlerOf(walk.baseName()) : Optional.empty();
        if (handler.isPresent()) return refused(OwnAnswer.PROGRAM, walk.shown() + ": " + handler.get());
        if (method.equals("OPTIONS")) return served(settings);
        if (!SERVED.contains(method)) return refused(OwnAnswer.FILE_METHOD, walk.shown());
        if (isDirectory()) return method.equals("POST") ? refused(OwnAnswer.NO_FILE, walk.shown() + " is a directory") : refused(OwnAnswer.NO_INDEX, walk.shown());
        return isMissing() ? refused(OwnAnswer.NO_FILE, walk.shown() + Bytes.toText(walk.rest())) : served(settings);
    }

    private Match slash(String path, String query) {
        String url = Bytes.escapePath(path + "/") + (query == null ? "" : "?" + query);
        return new Match.Answered(walk.file().place(), "DirectorySlash: " + walk.shown() + " is a directory", 301, Optional.of(url));
    }

    private Match served(FileSettings settings) {
        return new Match.Served(walk.file().place(), walk.file().line(), walk.file().name(), settings.typeOf(walk.baseName()));
    }

    private static Match refused(OwnAnswer reason, String detail) {
        return new Match.Refused(reason, null, detail);
    }
}
