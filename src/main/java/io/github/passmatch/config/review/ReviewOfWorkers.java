package io.github.passmatch.config.review;

import io.github.passmatch.config.draft.ConfigDraft;
import io.github.passmatch.config.draft.ParameterDefaults;
import io.github.passmatch.config.draft.RuleDraft;
import io.github.passmatch.config.problem.Finding;
import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.config.text.Word;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Reports rules which share a worker in httpd, because httpd compares URLs. In Passmatch each rule has its own settings (departure 1). */
final class ReviewOfWorkers {

    private final ConfigDraft config;
    private final Problems problems;

    ReviewOfWorkers(ConfigDraft config) {
        this.config = config;
        this.problems = config.problems;
    }

    void run() {
        List<RuleDraft> forwarding = config.rules.stream().filter(rule -> rule.target.isPresent() && !rule.target.get().isBalancer() && !rule.rewrites).toList();
        for (int i = 0; i < forwarding.size(); i++) {
            RuleDraft late = forwarding.get(i);
            if (!late.parameters.isEmpty()) worker(late, forwarding.subList(0, i)).ifPresent(early -> shared(early, late));
        }
        config.defaults.forEach(this::proxySet);
    }

    /** httpd uses the worker with the longest URL with which the URL of the rule begins. */
    private static Optional<RuleDraft> worker(RuleDraft late, List<RuleDraft> earlier) {
        String url = late.url.text();
        return earlier.stream().filter(early -> url.startsWith(early.url.text()) && early.url.text().length() > "http://".length())
                .max(Comparator.comparingInt(early -> early.url.text().length()));
    }

    private void shared(RuleDraft early, RuleDraft late) {
        if (texts(early.parameters).equals(texts(late.parameters))) return;
        boolean same = early.url.text().equals(late.url.text());
        problems.note(Finding.DEPARTURE, late.parameters.get(0).place(), "httpd would ignore the parameters of this line: it shares the worker of " + early.place.fileAndLine()
                + (same ? ", whose URL is the same" : ", whose URL is a prefix of this one") + "; here each rule keeps its own parameters", same ? "" : "put the longer URL first for httpd");
    }

    private static List<String> texts(List<Word> words) {
        List<String> texts = new ArrayList<>();
        for (Word word : words) texts.add(word.text());
        return texts;
    }

    private void proxySet(ParameterDefaults defaults) {
        if (defaults.parameters().isEmpty()) return;
        Word first = defaults.parameters().get(0);
        List<RuleDraft> affected = config.rules.stream().filter(rule -> rule.target.isPresent() && defaults.appliesTo(rule.url.text())).toList();
        if (affected.isEmpty()) problems.warn(Finding.PARAMETER_WITHOUT_EFFECT, first.place(), "no rule's URL begins with " + defaults.url() + ", so this line has no effect", "write the URL exactly as in the rule");
        else if (!defaults.opensWorker() && affected.stream().noneMatch(rule -> isBefore(rule, first)))
            problems.note(Finding.DEPARTURE, first.place(), "httpd would refuse to start: it knows no worker for this URL before line " + affected.get(0).place.line() + "; here the order does not count",
                    "for httpd, put this line after that rule");
    }

    private static boolean isBefore(RuleDraft rule, Word word) {
        return !rule.place.file().equals(word.place().file()) || rule.place.line() < word.place().line();
    }
}
