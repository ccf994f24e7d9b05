package io.github.passmatch.rules.access;

import java.util.Set;

/**
 * The request methods to which a line applies: {@code <Limit>} and {@code <LimitExcept>}.
 *
 * @param names  names of methods; case-sensitive
 * @param except whether the line applies to all methods other than {@code names}
 */
public record Methods(Set<String> names, boolean except) {

    /** All methods: a line outside of {@code <Limit>} and {@code <LimitExcept>}. */
    public static final Methods ALL = new Methods(Set.of(), true);

    public Methods {
        names = Set.copyOf(names);
    }

    /** Whether the line applies to {@code method}. As in httpd, HEAD counts as GET. */
    public boolean cover(String method) {
        return names.isEmpty() ? except : (names.contains(numbered(method)) || names.contains(method)) != except;
    }

    /** The method whose number {@code method} has in httpd. */
    static String numbered(String method) {
        return method.equals("HEAD") ? "GET" : method;
    }
}
