package io.github.passmatch.web;

import io.github.passmatch.config.Finding;
import io.github.passmatch.config.Problem;
import io.github.passmatch.config.Reading;
import io.github.passmatch.rules.Destination;
import io.github.passmatch.rules.Rule;
import java.util.List;
import org.slf4j.Logger;

/** What the log says of a configuration that comes into force: every rule with its decision on reuse, every warning with its cure. */
final class ReadingReport {

    private static final int NAMES_SHOWN = 8;

    private ReadingReport() { }

    /** @param contextPath empty for the root */
    static void log(Reading reading, String contextPath, Logger log) {
        for (Problem problem : reading.problems()) {
            if (problem.severity() == Problem.Severity.WARNING) log.warn("{}", problem.render());
            else if (problem.finding() != Finding.NOT_OURS) log.info("{}: {}{}", problem.place(), problem.message(), problem.hint().isEmpty() ? "" : "; " + problem.hint());
        }
        notOurs(reading, log);
        List<Rule> rules = reading.config().rules();
        for (Rule rule : rules) log.info("{}", line(rule));
        if (!contextPath.isEmpty()) log.info("context path: {}; rules see the path below it, and explain takes URLs with it", contextPath);
        reading.config().status().path().ifPresent(path -> log.info("status page: {}{}", contextPath, path));
        if (rules.isEmpty()) log.warn("there is no rule: every request goes on down the filter chain");
    }

    /** A real httpd.conf has hundreds of such lines: one here for all of them. */
    private static void notOurs(Reading reading, Logger log) {
        List<Problem> lines = reading.problems().stream().filter(problem -> problem.finding() == Finding.NOT_OURS).toList();
        if (lines.isEmpty()) return;
        List<String> names = lines.stream().map(problem -> problem.message().split(" ", 2)[0]).distinct().toList();
        String shown = String.join(", ", names.subList(0, Math.min(NAMES_SHOWN, names.size()))) + (names.size() > NAMES_SHOWN ? ", …" : "");
        log.info("{} {} httpd's own business and ignored ({}); check lists them", lines.size(), lines.size() == 1 ? "line is" : "lines are", shown);
    }

    /** {@code rule 1 (proxy.conf:12): ProxyPassMatch ^/a/(.*) http://h/$1 - non-reusing: …}. */
    static String line(Rule rule) {
        String decision = rule.destination().map(Destination::connections).map(c -> c.reuse().toString()).orElse("not proxied");
        return "rule " + rule.number() + " (" + rule.place().fileAndLine() + "): " + rule + " - " + decision;
    }
}
