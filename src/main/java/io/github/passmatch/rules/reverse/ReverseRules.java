package io.github.passmatch.rules.reverse;

import io.github.passmatch.rules.Lists;
import io.github.passmatch.rules.regex.StartIndex;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** {@code ProxyPassReverse}s in the order of trying. Of many, only those are tried whose URL the value begins with. Immutable. */
public final class ReverseRules {

    /** None. */
    public static final ReverseRules NONE = new ReverseRules(List.of());

    private final List<Lines> parts;

    private ReverseRules(List<Lines> parts) {
        this.parts = List.copyOf(parts);
    }

    /** Those of one server or one section. */
    public static ReverseRules of(List<ReverseRule> lines) {
        return lines.isEmpty() ? NONE : new ReverseRules(List.of(new Lines(lines)));
    }

    /** These, and then {@code later}. It is asked for each request, so no line is copied or indexed anew. */
    public ReverseRules then(ReverseRules later) {
        return new ReverseRules(Lists.joined(parts, later.parts));
    }

    /** Whether there is nothing that could be mapped. */
    public boolean isEmpty() {
        return parts.isEmpty();
    }

    /**
     * Maps {@code value} by the first rule that concerns it.
     *
     * @param value        of {@code Location}, {@code Content-Location}, {@code URI} or {@code Destination}
     * @param publicOrigin as for {@link ReverseRule#map}
     * @param forRequest   what a rule is for one request, see {@link ReverseRule#filledIn}
     * @return the new value, or empty if no rule concerns it
     */
    public Optional<String> map(String value, String publicOrigin, UnaryOperator<ReverseRule> forRequest) {
        for (Lines lines : parts) {
            Optional<String> mapped = lines.map(value, publicOrigin, forRequest);
            if (mapped.isPresent()) return mapped;
        }
        return Optional.empty();
    }

    /** The lines of one server or one section. */
    private static final class Lines {
        private final List<ReverseRule> rules;
        private final StartIndex index;

        private Lines(List<ReverseRule> rules) {
            this.rules = List.copyOf(rules);
            this.index = new StartIndex(rules.stream().map(ReverseRule::literalStart).toList());
        }

        private Optional<String> map(String value, String publicOrigin, UnaryOperator<ReverseRule> forRequest) {
            // A rule compares its URL with the value, or its path with the value's path: two ways into one index, whose findings are tried in the order of the lines.
            StartIndex.Found byUrl = index.find(ReverseRule.comparable(value));
            StartIndex.Found byPath = index.find(Objects.requireNonNullElse(ReverseRule.pathOf(value), ""));
            int url = byUrl.next();
            int path = byPath.next();
            while (url >= 0 || path >= 0) {
                int first = url < 0 ? path : path < 0 ? url : Math.min(url, path);
                Optional<String> mapped = forRequest.apply(rules.get(first)).map(value, publicOrigin);
                if (mapped.isPresent()) return mapped;
                if (url == first) url = byUrl.next();
                if (path == first) path = byPath.next();
            }
            return Optional.empty();
        }
    }
}
