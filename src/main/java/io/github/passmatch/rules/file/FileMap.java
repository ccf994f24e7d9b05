package io.github.passmatch.rules.file;

import io.github.passmatch.rules.Bytes;
import io.github.passmatch.rules.match.RuleTrace;
import io.github.passmatch.rules.regex.Pcre;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Maps paths to files: the first {@code Alias} or {@code AliasMatch} that matches, else {@code DocumentRoot}. Immutable.
 *
 * @param root    {@code DocumentRoot}: its name has no slash at the end
 * @param aliases in the order of trying
 */
public record FileMap(Optional<MappedFile> root, List<Alias> aliases) {

    public FileMap {
        Objects.requireNonNull(root, "root");
        aliases = List.copyOf(aliases);
    }

    /**
     * The file for {@code path}; empty if no line maps the path.
     *
     * @param path decoded and normalised, a byte string
     */
    public Optional<MappedFile> map(String path, RuleTrace trace) throws Pcre.TooMuchWork {
        for (Alias alias : aliases) {
            Optional<MappedFile> file = alias.map(path);
            if (trace.listens()) trace.step(alias.place(), alias + (file.isPresent() ? ": matches " : ": does not match ") + Bytes.toText(path));
            if (file.isPresent()) return file;
        }
        return inRoot(path);
    }

    /** The file for the result of a rewrite rule: a path in {@code DocumentRoot}, or the whole name of a file in it. */
    public Optional<MappedFile> rewritten(String path) {
        return root.filter(from -> path.startsWith(from.name() + "/")).map(from -> new MappedFile(path, from.place(), from.line(), false)).or(() -> inRoot(path));
    }

    /** The file for {@code path} in {@code DocumentRoot}. */
    public Optional<MappedFile> inRoot(String path) {
        return root.map(from -> new MappedFile(from.name() + path, from.place(), from.line(), false));
    }
}
