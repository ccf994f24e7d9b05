package io.github.passmatch.run.command;

import io.github.passmatch.config.problem.Finding;
import io.github.passmatch.config.problem.Hints;
import io.github.passmatch.diagnose.figures.LoggedReason;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Explains one id: of a finding of {@code check}, or of a reason in the access log.
 *
 * @param id    as reports and logs show it
 * @param cause one or two sentences
 * @param text  all that is known about it
 */
record ExplainedId(String id, String cause, String text) {

    static List<ExplainedId> all() {
        return Stream.concat(Stream.of(Finding.values()).map(ExplainedId::of), LoggedReason.all().stream().map(ExplainedId::of)).toList();
    }

    /** Also as it is written in a report or in a log: {@code [back-reference]}, {@code reused(3)}, {@code kept(4.0s)}. */
    static Optional<ExplainedId> find(String written) {
        String wanted = plain(written);
        return all().stream().filter(one -> plain(one.id).equals(wanted)).findFirst();
    }

    /** {@code unknown id "x"}, with the nearest one, and all ids. */
    static String unknown(String written) {
        List<String> ids = all().stream().map(ExplainedId::id).toList();
        String nearest = Hints.didYouMean(plain(written), ids);
        return "unknown id \"" + written + "\"" + (nearest.isEmpty() ? "" : "; " + nearest) + "\nknown ids: " + String.join(", ", ids);
    }

    /** Each id with its cause, one a line. */
    static String list() {
        int width = all().stream().mapToInt(one -> one.id.length()).max().orElse(0);
        return all().stream().map(one -> String.format(Locale.ROOT, "%-" + width + "s  %s", one.id, one.cause)).collect(Collectors.joining("\n"));
    }

    private static ExplainedId of(Finding finding) {
        return new ExplainedId(finding.id(), finding.cause(), String.join("\n", finding.id(), "", "cause: " + finding.cause(), "cure:  " + finding.cure(),
                "", "example:", finding.example().indent(4).stripTrailing(), "after the cure:", finding.cured().indent(4).stripTrailing()));
    }

    private static ExplainedId of(LoggedReason reason) {
        return new ExplainedId(reason.id(), reason.sentence(), String.join("\n", reason.id(), "", "cause: " + reason.sentence(), "cure:  " + reason.cure()));
    }

    private static String plain(String id) {
        return id.toLowerCase(Locale.ROOT).replaceAll("^\\[|\\]$|\\(.*", "");
    }
}
