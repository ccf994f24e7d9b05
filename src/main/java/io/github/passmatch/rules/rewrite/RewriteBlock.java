package io.github.passmatch.rules.rewrite;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The rewrite directives of one section or one server.
 *
 * @param engine    {@code RewriteEngine}; empty: not set
 * @param options   {@code RewriteOptions} about inheritance
 * @param directory the path of the section with a slash at the end; empty text for a server
 * @param base      {@code RewriteBase} with a slash at the end: the URL path of the directory; empty: not set
 * @param rules     the rules
 */
public record RewriteBlock(Optional<Boolean> engine, Set<Option> options, String directory, Optional<String> base, RewriteRules rules) {

    /** No directive. */
    public static final RewriteBlock NONE = new RewriteBlock(Optional.empty(), Set.of(), "", Optional.empty(), RewriteRules.NONE);

    public RewriteBlock {
        Objects.requireNonNull(engine, "engine");
        options = Set.copyOf(options);
        Objects.requireNonNull(directory, "directory");
        Objects.requireNonNull(rules, "rules");
    }

    /** The options about inheritance. */
    public enum Option {
        /** The rules of the outer scope come after the own rules. */
        INHERIT,
        /** The rules of the outer scope come first. */
        INHERIT_BEFORE,
        /** As if all inner scopes had {@link #INHERIT}. */
        INHERIT_DOWN,
        /** As if all inner scopes had {@link #INHERIT_BEFORE}. */
        INHERIT_DOWN_BEFORE,
        /** The two options before are ignored. */
        IGNORE_INHERIT;

        /** The option with this name in {@code RewriteOptions}; case-insensitive. */
        public static Optional<Option> named(String word) {
            return Stream.of(values()).filter(option -> option.name().replace("_", "").equalsIgnoreCase(word)).findFirst();
        }
    }

    /** This block inside of {@code outer}. */
    public RewriteBlock in(RewriteBlock outer) {
        Set<Option> down = options.contains(Option.IGNORE_INHERIT) ? Set.of() : outer.options;
        boolean after = options.contains(Option.INHERIT) || down.contains(Option.INHERIT_DOWN);
        boolean first = !after && (options.contains(Option.INHERIT_BEFORE) || down.contains(Option.INHERIT_DOWN_BEFORE));
        RewriteRules joined = after ? rules.then(outer.rules) : first ? outer.rules.then(rules) : rules;
        return new RewriteBlock(engine.or(() -> outer.engine), options, directory, base, joined);
    }

    /** {@code path} as a path of URLs, if it is a file in the directory and {@code RewriteBase} is set. */
    public String inUrls(String path) {
        return base.isPresent() && !directory.isEmpty() && path.startsWith(directory) ? base.get() + path.substring(directory.length()) : path;
    }

    /** {@code RewriteEngine}; default: off. */
    public boolean isOn() {
        return engine.orElse(false);
    }
}
