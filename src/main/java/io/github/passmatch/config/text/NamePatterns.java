package io.github.passmatch.config.text;

import java.util.List;

/**
 * Names of directives, for tables of words.
 *
 * @param patterns in lower case; a {@code *} at the end stands for any text
 */
public record NamePatterns(List<String> patterns) {

    public NamePatterns {
        patterns = List.copyOf(patterns);
    }

    /** @param name in lower case */
    public boolean match(String name) {
        return patterns.stream().anyMatch(each -> each.endsWith("*") ? name.startsWith(each.substring(0, each.length() - 1)) : name.equals(each));
    }
}
