package io.github.passmatch.rules.server;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Finds the first virtual host that has a name. Exact names are in a hash map; only names with wildcards are compared one by one. */
final class HostNames {

    private final List<VirtualHost> hosts;
    private final Map<String, Integer> exact = new HashMap<>();
    private final List<Wildcard> wildcards = new ArrayList<>();

    HostNames(List<VirtualHost> hosts) {
        this.hosts = hosts;
        for (int i = 0; i < hosts.size(); i++)
            for (String name : hosts.get(i).names()) add(name.toLowerCase(Locale.ROOT), i);
    }

    private record Wildcard(String name, int host) { }

    private void add(String name, int host) {
        if (name.indexOf('*') < 0 && name.indexOf('?') < 0) exact.putIfAbsent(name, host);
        else wildcards.add(new Wildcard(name, host));
    }

    /** Whether one of the hosts has exactly this name, without wildcards. */
    boolean hasExact(String name) {
        return exact.containsKey(name);
    }

    /** The index of the first host whose name or wildcard matches; -1 if there is none. */
    int find(String name) {
        int found = exact.getOrDefault(name, -1);
        for (Wildcard wildcard : wildcards) {
            if (found >= 0 && wildcard.host > found) break;
            if (matches(wildcard.name, name)) return wildcard.host;
        }
        return found;
    }

    /** Whether {@code pattern} matches the exact {@code name}. Each star first matches as little as possible; only the last star is extended after a mismatch, so the work is bounded by length times length. */
    private static boolean matches(String pattern, String name) {
        int at = 0;
        int star = -1;
        int afterStar = 0;          // index in the name after the text that the last star matches
        for (int i = 0; i < name.length(); ) {
            char wanted = at < pattern.length() ? pattern.charAt(at) : 0;
            if (wanted == '*') {
                star = at++;
                afterStar = i;
            } else if (wanted == '?' || at < pattern.length() && wanted == name.charAt(i)) {
                at++;
                i++;
            } else if (star >= 0) {
                at = star + 1;
                i = ++afterStar;
            } else {
                return false;
            }
        }
        while (at < pattern.length() && pattern.charAt(at) == '*') at++;
        return at == pattern.length();
    }

    /** The first host whose name or wildcard matches. */
    Optional<VirtualHost> named(String name) {
        int found = find(name);
        return found < 0 ? Optional.empty() : Optional.of(hosts.get(found));
    }

    /** The first host whose name or wildcard matches, otherwise the first host; empty if there are no hosts. */
    Optional<VirtualHost> choose(String name) {
        return named(name).or(() -> hosts.stream().findFirst());
    }

    /** In the order of the file. */
    List<VirtualHost> hosts() {
        return hosts;
    }
}
