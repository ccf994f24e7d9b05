package io.github.passmatch.rules.access;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The request methods to which a line applies: {@code <Limit>} and {@code <LimitExcept>}. As in httpd, HEAD counts as GET.
 *
 * @param names  names of methods; case-sensitive
 * @param except whether the line applies to all methods other than {@code names}
 */
public record Methods(Set<String> names, boolean except) {

    /** All methods: a line outside of {@code <Limit>} and {@code <LimitExcept>}. */
    public static final Methods ALL = new Methods(Set.of(), true);

    public Methods {
        names = names.stream().map(Methods::numbered).collect(Collectors.toUnmodifiableSet());
    }

    /** Whether the line applies to {@code method}. */
    public boolean cover(String method) {
        return names.contains(numbered(method)) != except;
    }

    /** The methods to which both apply: a section in another section. */
    public Methods and(Methods inner) {
        if (except && !inner.except) return inner.and(this);
        Set<String> both = new TreeSet<>(names);
        if (except) both.addAll(inner.names);
        else both.removeIf(name -> !inner.cover(name));
        return new Methods(both, except);
    }

    /** The method whose number {@code method} has in httpd. */
    private static String numbered(String method) {
        return method.equals("HEAD") ? "GET" : method;
    }
}
