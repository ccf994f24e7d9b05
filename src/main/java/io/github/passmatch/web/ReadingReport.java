package io.github.passmatch.web;

import io.github.passmatch.config.Reading;
import io.github.passmatch.config.problem.IgnoredLines;
import io.github.passmatch.config.problem.Problem;
import io.github.passmatch.rules.match.Rule;
import java.util.List;
import org.slf4j.Logger;

/** Logs a configuration that takes effect: every warning and note in the same form as {@code check} prints, and every rule with its decision on reuse. */
final class ReadingReport {

    private ReadingReport() { }

    /** @param contextPath empty for the root */
    static void log(Reading reading, String contextPath, Logger log) {
        for (Problem problem : reading.problems()) {
            if (problem.severity() == Problem.Severity.WARNING) log.warn("{}", problem.render());
            else if (!IgnoredLines.isOne(problem)) log.info("{}", problem.render());
        }
        IgnoredLines.summary(reading.problems()).ifPresent(summary -> log.info("note: {}; check --all lists them", summary));
        List<Rule> rules = reading.config().rules();
        for (Rule rule : reading.config().withMembers()) log.info("{}", rule.summary());
        for (String line : reading.config().hosts().answers()) log.info("{}", line);
        if (!contextPath.isEmpty()) log.info("context path: {}; rules see the path below it, and explain takes URLs with it", contextPath);
        reading.config().status().path().ifPresent(path -> log.info("status page: {}{}, for {} (PassmatchStatusAllow)", contextPath, path, reading.config().status().audienceInWords()));
        if (rules.isEmpty()) log.warn("there is no rule: every request continues down the filter chain");
    }
}
