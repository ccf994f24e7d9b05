package io.github.passmatch.rules.file;

import io.github.passmatch.rules.Place;
import io.github.passmatch.rules.match.PathPattern;
import io.github.passmatch.rules.match.PathPrefix;
import io.github.passmatch.rules.match.PathRegex;
import io.github.passmatch.rules.regex.Pcre;
import io.github.passmatch.rules.target.Template;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;

/** One {@code Alias} or {@code AliasMatch}: maps matching paths to files. Immutable. */
public final class Alias {

    private final Place place;
    private final String line;
    private final PathPattern pattern;
    private final Template target;
    private final boolean program;

    /**
     * @param line    the directive with its arguments, for messages
     * @param target  an absolute name of a file, a byte string; after a regular expression with {@code $n} for its groups
     * @param program {@code ScriptAlias}
     */
    public Alias(Place place, String line, PathPattern pattern, String target, boolean program) {
        this.program = program;
        this.place = Objects.requireNonNull(place, "place");
        this.line = Objects.requireNonNull(line, "line");
        this.pattern = Objects.requireNonNull(pattern, "pattern");
        this.target = pattern instanceof PathRegex ? Template.ofText(target) : Template.literal(target);
    }

    /** The position of the directive. */
    public Place place() {
        return place;
    }

    /** Selects the paths. */
    public PathPattern pattern() {
        return pattern;
    }

    /**
     * The file for {@code path}.
     *
     * @param path decoded and normalised, a byte string
     */
    Optional<MappedFile> map(String path) throws Pcre.TooMuchWork {
        StringBuilder name = new StringBuilder();
        if (pattern instanceof PathPrefix prefix) {
            int end = prefix.endIn(path);
            if (end < 0) return Optional.empty();
            name.append(target.literal()).append(path, end, path.length());
        } else {
            Matcher match = ((PathRegex) pattern).regex().find(path);
            if (match == null) return Optional.empty();
            target.write(match, (start, end, out) -> out.append(path, start, end), name);
        }
        return Optional.of(new MappedFile(name.toString(), place, line, program));
    }

    /** The directive with its arguments. */
    @Override
    public String toString() {
        return line;
    }
}
