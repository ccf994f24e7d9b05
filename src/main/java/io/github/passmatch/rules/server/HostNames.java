package io.github.passmatch.rules.server;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Finds the first of some virtual hosts that has a name. A whole name costs one look, however many there are; only those with wildcards are tried one by one. */
final class HostNames {

    private final List<VirtualHost> hosts;
    private final Map<String, Integer> whole = new HashMap<>();
    private final List<Wildcard> wildcards = new ArrayList<>();

    HostNames(List<VirtualHost> hosts) {
        this.hosts = hosts;
        for (int i = 0; i < hosts.size(); i++)
            for (String name : hosts.get(i).names()) add(name.toLowerCase(Locale.ROOT), i);
    }

    private record Wildcard(String name, int host) { }

    private void add(String name, int host) {
        if (name.indexOf('*') < 0 && name.indexOf('?') < 0) whole.putIfAbsent(name, host);
        else wildcards.add(new Wildcard(name, host));
    }

    /** Whether {@code name}, which is in lower case, is written out for one of them. */
    boolean hasWhole(String name) {
        return whole.containsKey(name);
    }

    /** The place of the first that is called {@code name}, which is in lower case; -1 if none is. */
    int find(String name) {
        int found = whole.getOrDefault(name, -1);
        for (Wildcard wildcard : wildcards) {
            if (found >= 0 && wildcard.host > found) break;
            if (fits(wildcard.name, name)) return wildcard.host;
        }
        return found;
    }

    /** Whether {@code name} is all of {@code pattern}. A star takes no more than it must, and what is behind the last one decides: never more than length times length steps. */
    private static boolean fits(String pattern, String name) {
        int at = 0;
        int star = -1;
        int behindStar = 0;         // of the name, what the last star does not take
        for (int i = 0; i < name.length(); ) {
            char wanted = at < pattern.length() ? pattern.charAt(at) : 0;
            if (wanted == '*') {
                star = at++;
                behindStar = i;
            } else if (wanted == '?' || at < pattern.length() && wanted == name.charAt(i)) {
                at++;
                i++;
            } else if (star >= 0) {
                at = star + 1;
                i = ++behindStar;
            } else {
                return false;
            }
        }
        while (at < pattern.length() && pattern.charAt(at) == '*') at++;
        return at == pattern.length();
    }

    /** The first that is called {@code name}, else the first. */
    VirtualHost choose(String name) {
        return hosts.get(Math.max(0, find(name)));
    }
}
