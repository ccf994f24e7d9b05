package io.github.passmatch.rules.server;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What clients get in place of errors.
 *
 * @param override  {@code ProxyErrorOverride}; empty where nothing is said
 * @param documents {@code ErrorDocument}, by status
 */
public record ErrorPolicy(Optional<ErrorOverride> override, Map<Integer, ErrorDocument> documents) {

    /** Nothing said. */
    public static final ErrorPolicy UNSAID = new ErrorPolicy(Optional.empty(), Map.of());

    public ErrorPolicy {
        documents = Map.copyOf(documents);
    }

    ErrorPolicy with(ErrorPolicy later) {
        if (documents.isEmpty()) return new ErrorPolicy(later.override.or(() -> override), later.documents);
        Map<Integer, ErrorDocument> all = new HashMap<>(documents);
        all.putAll(later.documents);
        return new ErrorPolicy(later.override.or(() -> override), all);
    }

    /** Whether an upstream's answer with {@code status} gives way to a document of ours. */
    public boolean overrides(int status) {
        return override.isPresent() && override.get().covers(status);
    }

    /** What stands for {@code status}; empty: the built-in page. */
    public Optional<ErrorDocument> documentFor(int status) {
        return Optional.ofNullable(documents.get(status)).filter(document -> !(document instanceof ErrorDocument.BuiltIn));
    }
}
