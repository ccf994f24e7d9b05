package io.github.passmatch.rules.file;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The options of one {@code Options} line, or of merged lines.
 *
 * @param replaces whether the options of outer sections do not count: a line without {@code +} and {@code -}
 * @param added    those of the line, or those with {@code +}
 * @param removed  those with {@code -}
 */
public record LinkOptions(boolean replaces, Set<Option> added, Set<Option> removed) {

    /** No line. */
    public static final LinkOptions UNSET = new LinkOptions(false, Set.of(), Set.of());

    /** The options that matter here. */
    public enum Option {
        /** Symbolic links are followed. */
        FOLLOW_SYM_LINKS("followsymlinks"),
        /** Symbolic links are followed if link and target have the same owner. */
        SYM_LINKS_IF_OWNER_MATCH("symlinksifownermatch"),
        /** httpd lists directories; here never. */
        INDEXES("indexes");

        private final String word;

        Option(String word) {
            this.word = word;
        }

        /** The option with this name; names are case-insensitive. */
        public static Optional<Option> named(String name) {
            String lower = name.toLowerCase(Locale.ROOT);
            for (Option option : values()) if (option.word.equals(lower)) return Optional.of(option);
            return Optional.empty();
        }
    }

    public LinkOptions {
        added = Set.copyOf(added);
        removed = Set.copyOf(removed);
    }

    /** These options, changed by {@code later}. */
    public LinkOptions with(LinkOptions later) {
        if (later.replaces) return later;
        Set<Option> plus = EnumSet.noneOf(Option.class);
        plus.addAll(added);
        plus.removeAll(later.removed);
        plus.addAll(later.added);
        Set<Option> minus = EnumSet.noneOf(Option.class);
        minus.addAll(removed);
        minus.removeAll(later.added);
        minus.addAll(later.removed);
        return new LinkOptions(replaces, plus, minus);
    }

    /** Whether an option is in force; without a line, only {@code FollowSymLinks} is. */
    boolean has(Option option) {
        return added.contains(option) || !replaces && option == Option.FOLLOW_SYM_LINKS && !removed.contains(option);
    }
}
