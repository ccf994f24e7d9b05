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

/** Which paths a rule takes, as far as that can be told. Found out once, because each rule is compared with each. */
final class RuleCoverage {

    final Rule rule;
    /** Rules with {@code mapping=} or {@code interpolate} see other paths and are not compared. */
    private final boolean comparable;
    private final PathPrefix prefix;        // null for a regular expression
    private final RegexShape shape;         // null for a prefix
    /** With what all those paths begin; runs of slashes are one. */
    private final String start;
    private final boolean takesAllBehindStart;
    private final boolean exact;

    RuleCoverage(Rule rule) {
        this.rule = rule;
        this.comparable = !rule.interpolate() && rule.view() == Destination.View.DECODED;
        this.prefix = rule.pattern() instanceof PathPrefix path ? path : null;
        this.shape = rule.pattern() instanceof PathRegex regex ? new RegexShape(regex) : null;
        this.start = (prefix != null ? prefix.path() : Bytes.of(shape.literalStart())).replaceAll("/+", "/");
        this.takesAllBehindStart = shape != null && shape.takesAllBehindStart();
        this.exact = shape != null && shape.isExact();
    }

    /** Whether it certainly takes everything that {@code other} takes. */
    boolean covers(RuleCoverage other) {
        if (!comparable || !other.comparable) return false;
        if (prefix != null && start.equals("/")) return true;
        if (!other.start.startsWith(start)) return false;
        return prefix != null ? endsSegmentOf(other) : takesAllBehindStart || rule.pattern().equals(other.rule.pattern());
    }

    /** Whether this prefix ends where a segment of whatever the other takes ends. */
    private boolean endsSegmentOf(RuleCoverage other) {
        int end = start.length();
        if (start.endsWith("/")) return true;
        return other.start.length() > end ? other.start.charAt(end) == '/' : other.prefix != null || other.exact;
    }

    /** With what the paths may begin of all that could cover this one. */
    Set<String> startsOfCovers() {
        Set<String> starts = new HashSet<>(List.of("/"));
        for (int end = 0; end <= start.length(); end++) starts.add(start.substring(0, end));
        return starts;
    }

    String start() {
        return start;
    }

    /** A path that both take, if one comes to mind. */
    Optional<String> inCommon(RuleCoverage other) {
        if (!comparable || !other.comparable || prefix != null && other.prefix != null) return Optional.empty();
        RuleCoverage regex = other.shape != null ? other : this;
        PathPrefix beginning = prefix != null ? prefix : other.prefix;
        String from = beginning == null ? "/" : beginning.path().endsWith("/") ? beginning.path() : beginning.path() + "/";
        return regex.shape.sample(from).filter(path -> takes(path) && other.takes(path));
    }

    private boolean takes(String path) {
        return prefix != null ? prefix.covers(new PathPrefix(path)) : ((PathRegex) rule.pattern()).matches(path);
    }
}
