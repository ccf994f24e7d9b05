package io.github.passmatch.rules.error;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Error pages and {@code ProxyErrorOverride} of one scope.
 *
 * @param override  {@code ProxyErrorOverride}; empty: not set
 * @param documents {@code ErrorDocument}, by status
 */
public record ErrorPolicy(Optional<ErrorOverride> override, Map<Integer, ErrorDocument> documents) {

    /** No directive. */
    public static final ErrorPolicy UNSET = new ErrorPolicy(Optional.empty(), Map.of());

    public ErrorPolicy {
        documents = Map.copyOf(documents);
    }

    /** These settings, overridden by {@code later}. */
    public ErrorPolicy with(ErrorPolicy later) {
        if (documents.isEmpty()) return new ErrorPolicy(later.override.or(() -> override), later.documents);
        Map<Integer, ErrorDocument> all = new HashMap<>(documents);
        all.putAll(later.documents);
        return new ErrorPolicy(later.override.or(() -> override), all);
    }

    /** Whether an upstream response with {@code status} is replaced by an error document. */
    public boolean overrides(int status) {
        return override.isPresent() && override.get().covers(status);
    }

    /** The document for {@code status}; empty: the built-in page. */
    public Optional<ErrorDocument> documentFor(int status) {
        return Optional.ofNullable(documents.get(status)).filter(document -> !(document instanceof ErrorDocument.BuiltIn));
    }
}
