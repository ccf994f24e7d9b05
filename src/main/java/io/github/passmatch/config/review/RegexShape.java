package io.github.passmatch.config.review;

import io.github.passmatch.config.review.RegexNode.Kind;
import io.github.passmatch.rules.Bytes;
import io.github.passmatch.rules.match.PathRegex;
import java.util.List;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** Analyses a regular expression, and reports only certain results. */
final class RegexShape {

    private static final String SAMPLES = "a1x/-._Z0~!%";

    private final PathRegex regex;
    private final List<List<RegexNode>> branches;

    RegexShape(PathRegex regex) {
        this.regex = regex;
        this.branches = new RegexParser(regex.text()).parse();
    }

    private List<RegexNode> only() {
        return branches.size() == 1 ? branches.get(0) : List.of();
    }

    /** Whether each alternative begins with {@code ^}. */
    boolean isAnchored() {
        return branches.stream().allMatch(branch -> !branch.isEmpty() && branch.get(0).kind() == Kind.START);
    }

    /** The common beginning of all paths that match; empty text if it is not known. */
    String literalStart() {
        StringBuilder literal = new StringBuilder();
        List<RegexNode> nodes = only();
        for (int i = 1; isAnchored() && i < nodes.size() && nodes.get(i).kind() == Kind.LITERAL && nodes.get(i).once(); i++) literal.append(nodes.get(i).text());
        return literal.toString();
    }

    /** Whether every path that begins with {@link #literalStart} matches. */
    boolean matchesAllAfterStart() {
        List<RegexNode> nodes = only();
        if (branches.size() != 1) return false;
        int from = isAnchored() ? 1 + literalStart().length() : 0;
        List<RegexNode> rest = nodes.subList(Math.min(from, nodes.size()), nodes.size());
        boolean open = rest.stream().allMatch(node -> node.matchesAnything() || node.kind() == Kind.END);
        return open && (rest.isEmpty() || rest.get(0).matchesAnything());
    }

    /** Whether only the path {@link #literalStart} matches. */
    boolean isExact() {
        int from = 1 + literalStart().length();
        return isAnchored() && only().size() == from + 1 && only().get(from).kind() == Kind.END;
    }

    /** The length of the shortest text that a group can capture; 0 if it is not known. */
    int shortest(int group) {
        return all(branches).filter(node -> node.number() == group && group > 0).findFirst().map(node -> node.min() == 0 ? 0 : shortest(node.alternatives())).orElse(0);
    }

    private static int shortest(List<List<RegexNode>> branches) {
        return branches.stream().mapToInt(branch -> branch.stream().mapToInt(RegexShape::length).sum()).min().orElse(0);
    }

    private static int length(RegexNode node) {
        int one = switch (node.kind()) {
            case LITERAL, SET -> 1;
            case GROUP -> shortest(node.alternatives());
            default -> 0;
        };
        return one * Math.min(node.min(), 100);
    }

    /** Whether a group captures one of several fixed texts. */
    boolean isChoice(int group) {
        return all(branches).filter(node -> node.number() == group && group > 0)
                .anyMatch(node -> all(node.alternatives()).allMatch(inner -> inner.kind() == Kind.LITERAL && inner.once()));
    }

    /** Whether a part that is repeated without limit contains only another such part, as {@code (a+)+}: then a text can be divided in many ways. */
    boolean repeatsRepetition() {
        return all(branches).filter(node -> node.max() == RegexNode.UNBOUNDED && node.kind() == Kind.GROUP)
                .anyMatch(node -> node.alternatives().stream().anyMatch(RegexShape::isRepetition));
    }

    @SuppressWarnings("ReferenceEquality") // the same part of the expression
    private static boolean isRepetition(List<RegexNode> branch) {
        return branch.stream().anyMatch(node -> isRepetition(node) && branch.stream().allMatch(other -> other == node || other.min() == 0));
    }

    private static boolean isRepetition(RegexNode node) {
        boolean inside = node.kind() == Kind.GROUP && node.alternatives().stream().anyMatch(RegexShape::isRepetition);
        return inside || node.max() == RegexNode.UNBOUNDED && (node.kind() == Kind.LITERAL || node.kind() == Kind.SET);
    }

    /** The number of parts that are repeated without limit. */
    long repetitions() {
        return all(branches).filter(node -> node.max() == RegexNode.UNBOUNDED).count();
    }

    private static Stream<RegexNode> all(List<List<RegexNode>> branches) {
        return branches.stream().flatMap(List::stream).flatMap(node -> Stream.concat(Stream.of(node), all(node.alternatives())));
    }

    /** An example of a path that matches; without {@code ^} it begins with {@code start}. Empty if no example was found. */
    Optional<String> sample(String start) {
        for (List<RegexNode> branch : branches) {
            StringBuilder made = new StringBuilder();
            if (!write(branch, made)) continue;
            String path = isAnchored() ? made.toString() : start + made;
            if (path.startsWith("/") && regex.matches(path)) return Optional.of(path);
        }
        return Optional.empty();
    }

    private static boolean write(List<RegexNode> branch, StringBuilder out) {
        for (RegexNode node : branch)
            for (int i = 0; i < Math.min(Math.max(node.min(), node.max() > 0 ? 1 : 0), 200); i++) if (!write(node, out)) return false;
        return true;
    }

    private static boolean write(RegexNode node, StringBuilder out) {
        switch (node.kind()) {
            case LITERAL -> out.append(Bytes.of(node.text()));
            case SET -> {
                Optional<String> one = member(node.text());
                one.ifPresent(out::append);
                return one.isPresent();
            }
            case GROUP -> {
                return write(node.alternatives().get(0), out);
            }
            case START, END -> { }
            default -> {
                return false;
            }
        }
        return true;
    }

    private static Optional<String> member(String set) {
        try {
            PathRegex one = PathRegex.compile("^" + Bytes.of(set) + "$");
            return SAMPLES.chars().mapToObj(c -> String.valueOf((char) c)).filter(one::matches).findFirst();
        } catch (PatternSyntaxException e) {
            return Optional.empty();
        }
    }
}
