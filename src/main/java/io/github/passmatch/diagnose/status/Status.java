package io.github.passmatch.diagnose.status;

import io.github.passmatch.diagnose.Telemetry;
import io.github.passmatch.diagnose.figures.Cure;
import io.github.passmatch.diagnose.figures.Json;
import io.github.passmatch.diagnose.figures.OpenRequests;
import io.github.passmatch.diagnose.figures.RuleFigures;
import io.github.passmatch.diagnose.figures.SecondCounts;
import io.github.passmatch.rules.OwnAnswer;
import io.github.passmatch.rules.balance.Balancings;
import io.github.passmatch.rules.balance.Standing;
import io.github.passmatch.rules.match.Rule;
import io.github.passmatch.rules.server.ProxyConfig;
import io.github.passmatch.upstream.outcome.FinishedExchange;
import java.time.Instant;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Collects what the status page shows at one moment.
 *
 * @param at      the time
 * @param rules   of the configuration in force, in the order of the file
 * @param members     of the balancers, in the order of the file
 * @param names       the lines whose members are the addresses of a name
 * @param withoutRule requests that the proxy answered itself before any rule matched, by reason
 * @param recent  the latest exchanges, the newest first
 * @param seconds the counts of the last five minutes
 * @param reload  the result of the latest reading of the configuration
 * @param open    the oldest requests in progress, the oldest first
 * @param about   the proxy as a whole
 */
public record Status(Instant at, List<Row> rules, List<Row> members, List<NameRow> names, Map<OwnAnswer, Long> withoutRule, List<FinishedExchange> recent, List<SecondCounts> seconds, Reload reload, List<OpenRequests.Seen> open, About about) {

    /** More requests in progress are only counted. */
    private static final int MOST_OPEN = 50;

    /**
     * One rule of the configuration, or one member of a balancer.
     *
     * @param figures the counters; empty for an exclusion
     * @param member  the state of the member; empty for a rule
     */
    public record Row(Rule rule, Optional<RuleFigures> figures, Optional<Standing> member) {

        /** {@code rule 1} or {@code member 2}. */
        String title() {
            return (rule.isMember() ? "member " : "rule ") + rule.number();
        }

        /** {@code rule-1} or {@code member-2}: the id of the row in the page. */
        String id() {
            return (rule.isMember() ? "member-" : "rule-") + rule.number();
        }

        /** {@code usable; 2 in progress, chosen 17 times}. */
        Optional<String> standing(long now) {
            return member.map(one -> one.condition(now) + "; " + one.state().busy() + " in progress, chosen " + one.state().elected() + " times" + checked(one));
        }

        /** {@code ; health check passed: status 200, since 10:00:00}. */
        private static String checked(Standing one) {
            return one.state().checks().map(history -> "; health check " + history.last() + ", since " + Figures.clock(history.since())).orElse("");
        }

        /** Whether connections of the rule are reused, and why. */
        String promise() {
            return rule.destination().map(to -> to.connections().reuse().sentence()).orElse("not proxied");
        }

        /** What helps if reuse is wanted; empty if connections are reused. */
        Optional<String> hint() {
            return rule.destination().flatMap(to -> Cure.of(to.connections().reuse()));
        }

        /** The line that decided. */
        String promisedAt() {
            return rule.destination().map(to -> to.connections().reuse().place()).orElse(rule.place()).fileAndLine();
        }

        /** Whether connections of the rule are reused. */
        boolean promisesReuse() {
            return rule.destination().map(to -> to.connections().reuse().pooled()).orElse(false);
        }
    }

    public Status {
        rules = List.copyOf(rules);
        members = List.copyOf(members);
        names = List.copyOf(names);
        recent = List.copyOf(recent);
        seconds = List.copyOf(seconds);
        open = List.copyOf(open);
    }

    /** The status now. */
    public static Status of(ProxyConfig config, Balancings balancings, Telemetry telemetry, Reload reload, About about) {
        IdentityHashMap<Rule, RuleFigures> byRule = new IdentityHashMap<>();
        telemetry.rules().forEach(figures -> byRule.put(figures.rule(), figures));
        Function<Rule, Optional<RuleFigures>> of = rule -> Optional.ofNullable(byRule.get(rule));
        List<Row> rows = config.rules().stream().map(rule -> new Row(rule, of.apply(rule), Optional.empty())).toList();
        List<Row> members = config.balancers().stream().flatMap(balancer -> balancings.find(balancer.id()).orElseThrow().members().stream())
                .map(one -> new Row(one.member().rule(), of.apply(one.member().rule()), Optional.of(one))).toList();
        List<NameRow> names = config.balancers().stream().flatMap(balancer -> balancer.names().stream().map(line -> NameRow.of(balancings.find(balancer.id()).orElseThrow(), line))).toList();
        return new Status(Instant.now(), rows, members, names, telemetry.withoutRule().counts(), telemetry.recent(), telemetry.seconds(), reload, telemetry.open(MOST_OPEN), about);
    }

    /** The {@code Content-Security-Policy} of {@link #html}. */
    public static final String POLICY = StatusHtml.POLICY;

    /** The status as text. */
    public String text() {
        return StatusText.of(this);
    }

    /** The status as JSON. */
    public String json() {
        return Json.of(StatusJson.of(this));
    }

    /**
     * The status as HTML; to be sent with {@link #POLICY}.
     *
     * @param opened the ids of the rows whose details are wanted, if not all details are in the page
     */
    public String html(Question question, Set<String> opened) {
        return StatusHtml.of(this, question, opened);
    }
}
