package io.github.passmatch.diagnose.status;

import io.github.passmatch.diagnose.figures.RuleFigures;
import io.github.passmatch.upstream.connect.IdleConnection;
import io.github.passmatch.upstream.outcome.FinishedExchange;
import java.util.Comparator;
import java.util.List;

/** Writes the details of one rule: what was decided about reuse, what was counted, and what helps against each reason. */
final class RuleHtml {

    /** More idle connections are only counted. */
    private static final int MOST_IDLE = 20;
    private static final double MILLIS = 1000;

    private RuleHtml() { }

    static void write(Status.Row row, RuleState state, Status status, Html html) {
        html.open("div", "class", "card");
        html.open("p").element("strong", state.kind().words() + ":", "class", state.kind().tone()).text(state.why()).close();
        html.open("p").text(row.rule().place().fileAndLine() + ": ").element("code", row.rule().toString()).close();
        row.standing(status.at().toEpochMilli()).ifPresent(text -> html.element("p", text, "data-name", "state"));
        html.element("p", row.promise() + " (" + row.promisedAt() + ")");
        row.hint().ifPresent(hint -> html.element("p", "What helps, if reuse is wanted: " + hint));
        findings(status.about().at(row.rule().place()), html);
        row.figures().ifPresent(figures -> figures(figures, status.at().toEpochMilli(), html));
        html.close();
    }

    /** Message, line, caret and hint. The line may be wider than the screen; message and hint are not. */
    static void problem(String printed, Html html) {
        String[] lines = printed.split("\n", 3);
        html.element("p", lines[0]);
        if (lines.length < 3) return;
        int caret = lines[2].indexOf('^') + 1;
        html.element("pre", lines[1] + "\n" + lines[2].substring(0, caret), "class", "lines", "tabindex", "0", "role", "region", "aria-label", "the line of the finding");
        html.element("p", lines[2].substring(caret).strip(), "class", "dim");
    }

    private static void findings(List<About.Found> findings, Html html) {
        findings.forEach(found -> problem(found.printed(), html));
    }

    private static void figures(RuleFigures figures, long now, Html html) {
        html.open("dl");
        figure("reused", figures.leaseCount() == 0 ? "-" : Figures.percent(figures.reuseRatio()) + " of " + figures.leaseCount(), html);
        figure("in progress", String.valueOf(figures.inFlight()), html);
        if (!figures.upstream().tunnels().isEmpty()) figure("tunnels", String.valueOf(figures.upstream().tunnels().size()), html);
        figure("requests", Figures.counts(figures.requests()), html);
        figure("mean duration", Figures.millis(figures.meanMillis()), html);
        figure("sent twice", String.valueOf(figures.replays()), html);
        figure("bytes to the upstream", Figures.count(figures.sent()), html);
        figure("bytes from the upstream", Figures.count(figures.received()), html);
        html.close();
        new History(figures.activity().hour(now), now).write(html);
        reasons("new connections", CountedReason.newConnections(figures), html);
        reasons("closed connections", CountedReason.closedConnections(figures), html);
        reasons("failed requests", CountedReason.failures(figures), html);
        reasons("answered by the proxy itself", CountedReason.ownAnswers(figures.own()), html);
        failures(figures, html);
        list("open tunnels", Tunnels.texts(figures.upstream().tunnels()), html);
        list("idle connections, the oldest first", idle(figures), html);
    }

    private static List<String> idle(RuleFigures figures) {
        return figures.upstream().idleConnections(MOST_IDLE).stream().sorted(Comparator.comparingLong(IdleConnection::ageMillis).reversed())
                .map(one -> "made " + seconds(one.ageMillis()) + " ago, idle for " + seconds(one.idleMillis()) + ", " + one.exchanges() + (one.exchanges() == 1 ? " exchange" : " exchanges")).toList();
    }

    private static String seconds(long millis) {
        return Figures.age(millis / MILLIS);
    }

    private static void list(String title, List<String> items, Html html) {
        if (items.isEmpty()) return;
        html.element("p", title, "class", "dim").open("ul");
        items.forEach(item -> html.element("li", item));
        html.close();
    }

    private static void figure(String name, String value, Html html) {
        html.open("div").element("dt", name).element("dd", value).close();
    }

    static void reasons(String title, List<CountedReason> reasons, Html html) {
        list(title, reasons.stream().map(CountedReason::text).toList(), html);
    }

    private static void failures(RuleFigures figures, Html html) {
        list("last failures (" + Figures.counts(figures.failures()) + ")", figures.lastFailures().stream().map(RuleHtml::failure).toList(), html);
    }

    private static String failure(FinishedExchange failed) {
        return Figures.clock(failed.endedMillis()) + " " + failed.method() + " " + failed.path() + ": " + Figures.failure(failed);
    }
}
