package io.github.passmatch.upstream.naming;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The domains that are appended to a name: the lines {@code search} and {@code options ndots:n} of {@code resolv.conf}. In Kubernetes, for example, {@code web.ns.svc} is found only with the domain {@code cluster.local}.
 *
 * @param domains without a dot at the end
 * @param dots    a name with at least so many dots is tried as it is first
 */
record SearchList(List<String> domains, int dots) {

    private static final Path FILE = Path.of("/etc/resolv.conf");

    SearchList {
        domains = List.copyOf(domains);
    }

    /** The list of the system; without the file, none. */
    static SearchList ofSystem() {
        try {
            return of(Files.readAllLines(FILE));
        } catch (IOException | RuntimeException e) {
            return of(List.of());
        }
    }

    /** @param lines of the file; the last {@code search} or {@code domain} counts */
    static SearchList of(List<String> lines) {
        List<String> domains = List.of();
        int dots = 1;
        for (String line : lines) {
            String[] words = line.strip().split("\\s+");
            if (words[0].equals("search") || words[0].equals("domain")) domains = List.of(words).subList(1, words.length).stream().map(SearchList::withoutDot).filter(domain -> !domain.isEmpty()).toList();
            if (words[0].equals("options")) for (String word : words) if (word.matches("ndots:[0-9]{1,2}")) dots = Integer.parseInt(word.substring(6));
        }
        return new SearchList(domains, dots);
    }

    /** The complete names to try, in this order, with a dot at the end. */
    List<String> candidates(String name) {
        if (name.endsWith(".")) return List.of(name);
        List<String> candidates = new ArrayList<>(domains.stream().map(domain -> name + "." + domain + ".").toList());
        candidates.add(name.chars().filter(c -> c == '.').count() >= dots ? 0 : candidates.size(), name + ".");
        return candidates;
    }

    private static String withoutDot(String domain) {
        return domain.endsWith(".") ? domain.substring(0, domain.length() - 1) : domain;
    }
}
