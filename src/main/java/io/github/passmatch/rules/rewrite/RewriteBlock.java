package io.github.passmatch.rules.rewrite;

import java.util.Objects;
import java.util.Optional;

/**
 * The rewrite directives of one section or one server.
 *
 * @param engine    {@code RewriteEngine}; empty: not set
 * @param options   {@code RewriteOptions} about inheritance
 * @param directory the path of the section with a slash at the end; empty text for a server
 * @param rules     the rules
 */
public record RewriteBlock(Optional<Boolean> engine, Options options, String directory, RewriteRules rules) {

    /** No directive. */
    public static final RewriteBlock NONE = new RewriteBlock(Optional.empty(), Options.NONE, "", RewriteRules.NONE);

    public RewriteBlock {
        Objects.requireNonNull(engine, "engine");
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(directory, "directory");
        Objects.requireNonNull(rules, "rules");
    }

    /**
     * The options about inheritance.
     *
     * @param inherits      {@code Inherit}: the rules of the outer scope come after the own rules
     * @param inheritsFirst {@code InheritBefore}: the rules of the outer scope come first
     * @param down          {@code InheritDown}: as if all inner scopes had {@code Inherit}
     * @param downFirst     {@code InheritDownBefore}
     * @param ignores       {@code IgnoreInherit}: the two options before are ignored
     */
    public record Options(boolean inherits, boolean inheritsFirst, boolean down, boolean downFirst, boolean ignores) {

        public static final Options NONE = new Options(false, false, false, false, false);
    }

    /** This block inside of {@code outer}. */
    public RewriteBlock in(RewriteBlock outer) {
        boolean after = options.inherits || outer.options.down && !options.ignores;
        boolean first = !after && (options.inheritsFirst || outer.options.downFirst && !options.ignores);
        RewriteRules joined = after ? rules.then(outer.rules) : first ? outer.rules.then(rules) : rules;
        return new RewriteBlock(engine.or(() -> outer.engine), options, directory, joined);
    }

    /** {@code RewriteEngine}; default: off. */
    public boolean isOn() {
        return engine.orElse(false);
    }
}
