package io.github.passmatch.config.review;

import io.github.passmatch.rules.Bytes;
import io.github.passmatch.rules.match.Destination;
import io.github.passmatch.rules.match.PathPrefix;
import io.github.passmatch.rules.match.PathRegex;
import io.github.passmatch.rules.match.Rule;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Computes which paths match a rule, as far as this is certain. Computed once for each rule, because all pairs of rules are compared. */
final class RuleCoverage {

    final Rule rule;
    /** Rules with {@code mapping=} or {@code interpolate} are not compared, because they match other forms of the path. */
    private final boolean comparable;
    private final PathPrefix prefix;        // null for a regular expression
    private final RegexShape shape;         // null for a prefix
    /** The common beginning of all these paths; several slashes in a row count as one. */
    private final String start;
    private final boolean matchesAllAfterStart;
    private final boolean exact;

    RuleCoverage(Rule rule) {
        this.rule = rule;
        this.comparable = !rule.interpolate() && rule.view() == Destination.View.DECODED;
        this.prefix = rule.pattern() instanceof PathPrefix path ? path : null;
        this.shape = rule.pattern() instanceof PathRegex regex ? new RegexShape(regex) : null;
        this.start = (prefix != null ? prefix.path() : Bytes.of(shape.literalStart())).replaceAll("/+", "/");
        this.matchesAllAfterStart = shape != null && shape.matchesAllAfterStart();
        this.exact = shape != null && shape.isExact();
    }

    /** Whether every path that matches {@code other} certainly matches this rule. */
    boolean covers(RuleCoverage other) {
        if (!comparable || !other.comparable) return false;
        if (prefix != null && start.equals("/")) return true;
        if (!other.start.startsWith(start)) return false;
        return prefix != null ? endsSegmentOf(other) : matchesAllAfterStart || rule.pattern().equals(other.rule.pattern());
    }

    /** Whether this prefix ends at the end of a segment, in every path that matches {@code other}. */
    private boolean endsSegmentOf(RuleCoverage other) {
        int end = start.length();
        if (start.endsWith("/")) return true;
        return other.start.length() > end ? other.start.charAt(end) == '/' : other.prefix != null || other.exact;
    }

    /** The possible values of {@link #start} for rules that cover this rule. */
    Set<String> startsOfPossibleCovers() {
        Set<String> starts = new HashSet<>(List.of("/"));
        for (int end = 0; end <= start.length(); end++) starts.add(start.substring(0, end));
        return starts;
    }

    String start() {
        return start;
    }

    /** An example of a path that matches both rules, if one is found. */
    Optional<String> commonPath(RuleCoverage other) {
        if (!comparable || !other.comparable || prefix != null && other.prefix != null) return Optional.empty();
        RuleCoverage regex = other.shape != null ? other : this;
        PathPrefix beginning = prefix != null ? prefix : other.prefix;
        String from = beginning == null ? "/" : beginning.path().endsWith("/") ? beginning.path() : beginning.path() + "/";
        return regex.shape.sample(from).filter(path -> matches(path) && other.matches(path));
    }

    private boolean matches(String path) {
        return prefix != null ? prefix.covers(new PathPrefix(path)) : ((PathRegex) rule.pattern()).matches(path);
    }
}
