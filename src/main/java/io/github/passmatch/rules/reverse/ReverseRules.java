package io.github.passmatch.rules.reverse;

import io.github.passmatch.rules.Lists;
import io.github.passmatch.rules.regex.StartIndex;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** {@code ProxyPassReverse}s in the order in which they are tried. An index limits how many are compared with a value. Immutable. */
public final class ReverseRules {

    /** None. */
    public static final ReverseRules NONE = new ReverseRules(List.of());

    private final List<Lines> parts;

    private ReverseRules(List<Lines> parts) {
        this.parts = List.copyOf(parts);
    }

    /** The rules of one server or one section. */
    public static ReverseRules of(List<ReverseRule> lines) {
        return lines.isEmpty() ? NONE : new ReverseRules(List.of(new Lines(lines)));
    }

    /** These rules, followed by {@code later}. Called for each request, so lines are not copied or indexed again. */
    public ReverseRules then(ReverseRules later) {
        return new ReverseRules(Lists.joined(parts, later.parts));
    }

    /** Whether there are no rules. */
    public boolean isEmpty() {
        return parts.isEmpty();
    }

    /**
     * Maps {@code value} by the first rule that applies.
     *
     * @param value        of {@code Location}, {@code Content-Location}, {@code URI} or {@code Destination}
     * @param publicOrigin as for {@link ReverseRule#map}
     * @param forRequest   replaces the variables of a rule, see {@link ReverseRule#interpolated}
     * @return the new value, or empty if no rule applies
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
            // A rule compares either a URL with the value or a path with the value's path: the index is searched for both, and the results are tried in the order of the lines.
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
