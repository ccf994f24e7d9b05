package io.github.passmatch.diagnose.status;

import io.github.passmatch.diagnose.figures.RuleFigures;
import io.github.passmatch.upstream.outcome.FinishedExchange;
import java.util.List;
import java.util.OptionalDouble;

/** Writes one rule of the status page: what was decided about reuse, and what was counted. */
final class RuleHtml {

    /** With a smaller share of reused connections, the rule is marked. */
    private static final double HALF = 0.5;

    private RuleHtml() { }

    static void write(Status.Row row, Status status, Html html) {
        html.open("article", "class", "card");
        html.element("h3", (row.rule().isMember() ? "Member " : "Rule ") + row.rule().number() + ", " + row.rule().place().fileAndLine());
        html.element("code", row.rule().toString());
        row.standing(status.at().toEpochMilli()).ifPresent(text -> html.element("p", text, "class", text.startsWith("usable") ? "good" : "bad", "data-name", "state"));
        html.element("p", row.promise() + " (" + row.promisedAt() + ")", "class", row.promisesReuse() ? "good" : "dim");
        row.hint().ifPresent(hint -> html.element("p", "What helps, if reuse is wanted: " + hint, "class", "dim"));
        row.figures().ifPresent(figures -> figures(figures, row.promisesReuse(), html));
        html.close();
    }

    private static void figures(RuleFigures figures, boolean promised, Html html) {
        html.open("dl");
        OptionalDouble ratio = figures.reuseRatio();
        boolean broken = promised && ratio.isPresent() && ratio.getAsDouble() < HALF && figures.leaseCount() > 1;
        figure("reused", figures.leaseCount() == 0 ? "-" : Figures.percent(ratio) + " of " + figures.leaseCount(), broken ? "bad" : "", html);
        figure("promised", promised ? "reuse" : "none", "", html);
        figure("in use", String.valueOf(figures.upstream().leased()), "", html);
        figure("idle", String.valueOf(figures.upstream().idle()), "", html);
        figure("waiting", String.valueOf(figures.upstream().waiting()), figures.upstream().waiting() > 0 ? "bad" : "", html);
        figure("in flight", String.valueOf(figures.inFlight()), "", html);
        if (!figures.upstream().tunnels().isEmpty()) figure("tunnels", String.valueOf(figures.upstream().tunnels().size()), "", html);
        figure("requests", Figures.counts(figures.requests()), "", html);
        figure("mean duration", Figures.millis(figures.meanMillis()), "", html);
        html.close();
        reasons("new connections", CountedReason.newConnections(figures), html);
        reasons("closed connections", CountedReason.closedConnections(figures), html);
        reasons("failed requests", CountedReason.failures(figures), html);
        reasons("answered by the proxy itself", CountedReason.ownAnswers(figures.own()), html);
        failures(figures, html);
        tunnels(figures, html);
    }

    private static void tunnels(RuleFigures figures, Html html) {
        List<String> tunnels = Tunnels.texts(figures.upstream().tunnels());
        if (tunnels.isEmpty()) return;
        html.element("p", "open tunnels", "class", "dim").open("ul");
        tunnels.forEach(tunnel -> html.element("li", tunnel));
        html.close();
    }

    private static void figure(String name, String value, String tone, Html html) {
        html.open("div").element("dt", name).element("dd", value, "class", tone).close();
    }

    static void reasons(String title, List<CountedReason> reasons, Html html) {
        if (reasons.isEmpty()) return;
        html.element("p", title, "class", "dim").open("ul");
        reasons.forEach(reason -> html.element("li", reason.text()));
        html.close();
    }

    private static void failures(RuleFigures figures, Html html) {
        if (figures.lastFailures().isEmpty()) return;
        html.element("p", "last failures (" + Figures.counts(figures.failures()) + ")", "class", "dim").open("ul", "class", "bad");
        for (FinishedExchange failed : figures.lastFailures()) html.element("li", Figures.clock(failed.endedMillis()) + " " + failed.method() + " " + failed.path() + ": " + Figures.failure(failed));
        html.close();
    }
}
