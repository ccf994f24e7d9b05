package io.github.passmatch.rules.server;

import java.util.Set;

/**
 * {@code ProxyErrorOverride}: which answers of an upstream give way to an error page of our own.
 *
 * @param on    whether there are any
 * @param codes the statuses concerned; empty: all from 400 up
 */
public record ErrorOverride(boolean on, Set<Integer> codes) {

    /** The default: none. */
    public static final ErrorOverride OFF = new ErrorOverride(false, Set.of());

    public ErrorOverride {
        codes = Set.copyOf(codes);
    }

    /** Whether an answer with {@code status} gives way. */
    public boolean covers(int status) {
        return on && (codes.isEmpty() ? status >= 400 : codes.contains(status));
    }
}
