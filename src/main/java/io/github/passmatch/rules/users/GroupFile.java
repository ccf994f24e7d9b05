package io.github.passmatch.rules.users;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The contents of one {@code AuthGroupFile}. Immutable.
 *
 * @param name   of the file, for messages
 * @param groups the members of each group; byte strings
 */
public record GroupFile(String name, Map<String, Set<String>> groups) {

    public GroupFile {
        Objects.requireNonNull(name, "name");
        Map<String, Set<String>> copy = new HashMap<>();
        groups.forEach((group, members) -> copy.put(group, Set.copyOf(members)));
        groups = Map.copyOf(copy);
    }

    boolean contains(String group, String user) {
        return groups.getOrDefault(group, Set.of()).contains(user);
    }

    @Override
    public String toString() {
        return name;
    }
}
