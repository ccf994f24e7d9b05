package io.github.passmatch.diagnose.status;

import io.github.passmatch.diagnose.Telemetry;
import io.github.passmatch.diagnose.figures.Cure;
import io.github.passmatch.diagnose.figures.Json;
import io.github.passmatch.diagnose.figures.RuleFigures;
import io.github.passmatch.diagnose.figures.SecondCounts;
import io.github.passmatch.rules.OwnAnswer;
import io.github.passmatch.rules.match.Rule;
import io.github.passmatch.rules.server.ProxyConfig;
import io.github.passmatch.upstream.outcome.FinishedExchange;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that the status page shows: a view of this moment.
 *
 * @param at      when
 * @param rules   of the configuration in force, in the order of the file
 * @param unclaimed requests that the proxy answered itself before any rule took them, by why
 * @param recent  the last exchanges, the newest first
 * @param seconds of the last minutes
 * @param reload  how the last reading of the configuration ended, be it the first
 */
public record Status(Instant at, List<Row> rules, Map<OwnAnswer, Long> unclaimed, List<FinishedExchange> recent, List<SecondCounts> seconds, Reload reload) {

    /**
     * One rule.
     *
     * @param figures what has been counted for it; empty for an exclusion
     */
    public record Row(Rule rule, Optional<RuleFigures> figures) {

        /** What it promises: whether its connections are reused, and because of what. */
        String promise() {
            return rule.destination().map(to -> to.connections().reuse().sentence()).orElse("not proxied");
        }

        /** What helps if reuse is wanted; empty if it is promised. */
        Optional<String> hint() {
            return rule.destination().flatMap(to -> Cure.of(to.connections().reuse()));
        }

        /** Where that is written. */
        String promisedAt() {
            return rule.destination().map(to -> to.connections().reuse().place()).orElse(rule.place()).fileAndLine();
        }

        /** Whether connections are to be kept. */
        boolean promisesReuse() {
            return rule.destination().map(to -> to.connections().reuse().pooled()).orElse(false);
        }
    }

    public Status {
        rules = List.copyOf(rules);
        recent = List.copyOf(recent);
        seconds = List.copyOf(seconds);
    }

    /** What is to be seen now. */
    @SuppressWarnings("ReferenceEquality") // rules of one configuration are told apart by identity
    public static Status of(ProxyConfig config, Telemetry telemetry, Reload reload) {
        List<RuleFigures> figures = telemetry.rules();
        List<Row> rows = config.rules().stream().map(rule -> new Row(rule, figures.stream().filter(counted -> counted.rule() == rule).findFirst())).toList();
        return new Status(Instant.now(), rows, telemetry.unclaimed().counts(), telemetry.recent(), telemetry.seconds(), reload);
    }

    /** The {@code Content-Security-Policy} of {@link #html}. */
    public static final String POLICY = StatusHtml.POLICY;

    /** For people at a terminal. */
    public String text() {
        return StatusText.of(this);
    }

    /** For programs. */
    public String json() {
        return Json.of(StatusJson.of(this));
    }

    /** For people with a browser; to be sent with {@link #POLICY}. */
    public String html(Question question) {
        return StatusHtml.of(this, question);
    }
}
