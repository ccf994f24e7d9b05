package io.github.passmatch.config.review;

import io.github.passmatch.config.draft.RuleDraft;
import io.github.passmatch.config.problem.Finding;
import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.rules.Bytes;
import io.github.passmatch.rules.match.PathRegex;
import io.github.passmatch.rules.target.Target;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reviews the regular expressions of rules, and the references to their groups. */
final class ReviewOfRegexes {

    /** Paths of this length are common; an expression that is too slow for them lets clients overload the proxy. */
    private static final int TRIED_LENGTH = 64;
    /** Largest number of expressions that are tried, because trying takes time; files with more are generated. */
    private static final int MAX_TRIED = 300;
    private static final List<String> TAILS = List.of("\u0001", "!", "/");

    private final Problems problems;
    private int tried;

    ReviewOfRegexes(Problems problems) {
        this.problems = problems;
    }

    void review(RuleDraft draft, PathRegex regex) {
        RegexShape shape = new RegexShape(regex);
        draft.target.ifPresent(target -> references(draft, regex, target));
        if (!regex.text().contains("^") && !regex.text().contains("$") && !shape.matchesAllAfterStart())
            problems.note(Finding.UNANCHORED_REGEX, draft.patternPlace, "the expression has no ^ and no $, so it matches anywhere in the path, as in /x" + slashed(shape.sample("").orElse("/…")),
                    "add ^ at the start if only the beginning of the path is intended");
        backtracking(draft, regex, shape);
    }

    private void backtracking(RuleDraft draft, PathRegex regex, RegexShape shape) {
        String cure = "avoid a repetition inside or directly after another repetition that can match the same text";
        Optional<String> path = slowPath(regex, shape);
        if (path.isPresent()) problems.warn(Finding.CATASTROPHIC_REGEX, draft.patternPlace, "the expression needs too many steps for some paths of " + path.get().length()
                + " characters, as " + shortened(path.get()) + "; such requests are answered with 500", cure);
        else if (shape.repeatsRepetition()) problems.warn(Finding.CATASTROPHIC_REGEX, draft.patternPlace,
                "nested repetition such as (a+)+: matching time can grow exponentially with the length of the path; httpd rejects such requests, here they may be answered with 500", cure);
    }

    private static String slashed(String path) {
        return path.startsWith("/") ? path : "/" + path;
    }

    private static String shortened(String path) {
        String shown = Bytes.toText(path.replace("\u0001", "!"));
        return shown.length() <= 24 ? shown : shown.substring(0, 24) + "…";
    }

    /** A path for which matching needs too many steps, found by trying. */
    private Optional<String> slowPath(PathRegex regex, RegexShape shape) {
        if (shape.repetitions() < 2 || tried++ >= MAX_TRIED) return Optional.empty();
        Set<String> starts = new LinkedHashSet<>(List.of("/"));
        if (shape.literalStart().startsWith("/")) starts.add(shape.literalStart());
        for (String start : starts)
            for (String repeated : repeatedTexts(regex.text()))
                for (String tail : TAILS) {
                    String path = start + repeated.repeat(TRIED_LENGTH / repeated.length()) + tail;
                    if (regex.needsTooManySteps(path)) return Optional.of(path);
                }
        return Optional.empty();
    }

    private static Set<String> repeatedTexts(String text) {
        Set<String> repeatedTexts = new LinkedHashSet<>(List.of("a", "0", "/", "a/", "-", ".", "ab"));
        text.chars().filter(Character::isLetterOrDigit).limit(20).forEach(c -> repeatedTexts.add(String.valueOf((char) c)));
        return repeatedTexts;
    }

    private void references(RuleDraft draft, PathRegex regex, Target target) {
        int groups = regex.groups();
        if (target.highestReference() > groups)
            problems.warn(Finding.MISSING_GROUP, draft.url.place(), "the URL refers to $" + target.highestReference() + ", but the expression has " + groups + " group" + (groups == 1 ? "" : "s")
                    + ": that reference is empty text", "");
        if (!target.hasReferences() && !target.hasNoPath())
            problems.note(Finding.WHOLE_PATH_APPENDED, draft.url.place(), "the URL has no back-reference, so the complete request path is appended to it", "");
        boolean named = draft.pattern.text().contains("(?<") && target.text().matches(".*\\$\\{?[A-Za-z_].*");
        if (named) problems.warn(Finding.NAMED_GROUP, draft.url.place(), "groups have no names in the URL: $name is literal text", "refer to the group by its number");
    }
}
