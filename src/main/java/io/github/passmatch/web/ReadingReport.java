package io.github.passmatch.web;

import io.github.passmatch.config.Problem;
import io.github.passmatch.config.Reading;
import io.github.passmatch.rules.Destination;
import io.github.passmatch.rules.Rule;
import java.util.List;
import org.slf4j.Logger;

/** What the log says of a configuration that comes into force: every rule with its decision on reuse, every warning with its cure. */
final class ReadingReport {

    private ReadingReport() { }

    static void log(Reading reading, Logger log) {
        for (Problem problem : reading.problems()) {
            if (problem.severity() == Problem.Severity.WARNING) log.warn("{}", problem.render());
            else log.info("{}: {}{}", problem.place(), problem.message(), problem.hint().isEmpty() ? "" : "; " + problem.hint());
        }
        List<Rule> rules = reading.config().rules();
        for (Rule rule : rules) log.info("{}", line(rule));
        if (rules.isEmpty()) log.warn("there is no rule: every request goes on down the filter chain");
    }

    /** {@code rule 1 (proxy.conf:12): ProxyPassMatch ^/a/(.*) http://h/$1 - non-reusing: …}. */
    static String line(Rule rule) {
        String decision = rule.destination().map(Destination::connections).map(c -> c.reuse().toString()).orElse("not proxied");
        return "rule " + rule.number() + " (" + rule.place().fileAndLine() + "): " + rule + " - " + decision;
    }
}
