package io.github.passmatch.rules.error;

import java.util.Set;

/**
 * {@code ProxyErrorOverride}: which upstream responses are replaced by an error page of Passmatch.
 *
 * @param on    whether responses are replaced
 * @param codes the statuses; empty: all from 400
 */
public record ErrorOverride(boolean on, Set<Integer> codes) {

    /** The default: no response is replaced. */
    public static final ErrorOverride OFF = new ErrorOverride(false, Set.of());

    public ErrorOverride {
        codes = Set.copyOf(codes);
    }

    /** Whether a response with {@code status} is replaced. */
    public boolean covers(int status) {
        return on && (codes.isEmpty() ? status >= 400 : codes.contains(status));
    }
}
