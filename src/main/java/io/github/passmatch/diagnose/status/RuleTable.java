package io.github.passmatch.diagnose.status;

import io.github.passmatch.diagnose.figures.Period;
import io.github.passmatch.diagnose.figures.RuleFigures;
import io.github.passmatch.diagnose.figures.StatusClass;
import io.github.passmatch.rules.Explained;
import io.github.passmatch.rules.connection.ConnectionSettings;
import io.github.passmatch.rules.match.Rule;
import io.github.passmatch.upstream.outcome.FinishedExchange;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Writes rules or members as one table: a row for each, and below it a row with the details, which the browser shows when the row is opened. */
final class RuleTable {

    /** A page with more rows contains the details of opened rows only. */
    static final int MOST_WITH_DETAILS = 100;

    /** The columns; a number is sorted from the highest. */
    private enum Column {
        STATE("state", "state"), RULE("rule", "number"), UPSTREAM("upstream", "text"), RATE("requests/s", "number"), GOOD("2xx 3xx", "number"), CLIENT("4xx", "number"), SERVER("5xx", "number"),
        REUSED("reused", "number"), OPENED("new/s, reason", "number"), CONNECTIONS("used / idle / waiting", "number"), DURATION("p50 / p99 ms", "number"), FAILURE("last failure", "number");

        private final String title;
        private final String order;

        Column(String title, String order) {
            this.title = title;
            this.order = order;
        }
    }

    private final Status status;
    private final Set<String> opened;
    private final boolean allDetails;
    private final long now;
    private final Html html;

    /** @param opened the ids of the opened rows */
    RuleTable(Status status, Set<String> opened, Html html) {
        this.status = status;
        this.opened = opened;
        this.allDetails = status.rules().size() + status.members().size() <= MOST_WITH_DETAILS;
        this.now = status.at().toEpochMilli();
        this.html = html;
    }

    void write(String caption, List<Status.Row> rows) {
        html.open("table", "class", "rules").element("caption", caption).open("thead").open("tr");
        for (Column column : Column.values()) html.element("th", column.title, "scope", "col", "data-order", column.order);
        html.close().close();
        rows.forEach(this::row);
        html.close();
    }

    private void row(Status.Row row) {
        Optional<Period> latest = row.figures().flatMap(figures -> figures.activity().latest(now));
        RuleState state = RuleState.of(row, latest, status);
        html.open("tbody", "id", row.id(), "data-state", state.kind().words()).open("tr", "class", "row");
        state(state);
        rule(row);
        cell(Column.UPSTREAM, row.rule().destination().map(to -> to.target().text()).orElse("!"), "", "wide");
        if (row.figures().isPresent()) figures(row, row.figures().get(), latest);
        else html.element("td", "", "colspan", String.valueOf(Column.values().length - 3));
        html.close();
        if (allDetails || opened.contains(row.id())) details(row, state);
        html.close();
    }

    private void state(RuleState state) {
        html.open("td", "data-name", Column.STATE.title, "data-value", String.valueOf(state.kind().compareTo(RuleState.Kind.FAILING)), "class", "state " + state.kind().tone(), "title", state.why());
        html.element("span", "\u25cf ", "aria-hidden", "true").text(state.kind().words()).close();
    }

    /** Without JavaScript, the link makes the row the target of the page, and the style sheet shows the details of the target. */
    private void rule(Status.Row row) {
        Rule rule = row.rule();
        String link = (allDetails ? "" : "?rule=" + row.id()) + "#" + row.id();
        html.open("th", "scope", "row", "data-name", Column.RULE.title, "data-value", String.valueOf(rule.number()), "class", "wide");
        html.element("a", String.valueOf(rule.number()), "href", link, "id", "a-" + row.id(), "aria-label", "details of " + row.title()).text(" ").element("code", rule.pattern().text());
        int findings = status.about().at(rule.place()).size();
        if (findings > 0) html.text(" ").element("small", findings + (findings == 1 ? " finding" : " findings"), "class", "warn");
        html.close();
    }

    private void figures(Status.Row row, RuleFigures figures, Optional<Period> latest) {
        double rate = figures.activity().requestsPerSecond();
        cell(Column.RATE, Figures.rate(rate), String.valueOf(rate), "");
        count(Column.GOOD, figures, "", StatusClass.SUCCESS, StatusClass.REDIRECTION);
        count(Column.CLIENT, figures, "", StatusClass.CLIENT_ERROR);
        count(Column.SERVER, figures, "bad", StatusClass.SERVER_ERROR);
        reused(row, figures, latest);
        double opened = figures.activity().openedPerSecond();
        cell(Column.OPENED, latest.flatMap(Period::cause).map(Explained::code).map(reason -> Figures.rate(opened) + " " + reason).orElse("-"), String.valueOf(opened), "reason");
        connections(figures);
        cell(Column.DURATION, latest.filter(period -> !Float.isNaN(period.medianMillis())).map(period -> Figures.rate(period.medianMillis()) + " / " + Figures.rate(period.p99Millis())).orElse("-"),
                latest.map(period -> String.valueOf(period.p99Millis())).orElse("-1"), "");
        Optional<FinishedExchange> failed = figures.lastFailures().stream().findFirst();
        cell(Column.FAILURE, failed.map(last -> Figures.clock(last.endedMillis()) + " " + last.failure().kind().code()).orElse("-"), failed.map(last -> String.valueOf(last.endedMillis())).orElse("0"), "");
    }

    private void reused(Status.Row row, RuleFigures figures, Optional<Period> latest) {
        boolean none = latest.isEmpty() || latest.get().leases() == 0;
        int percent = none ? 0 : Math.round(100f * latest.get().reused() / latest.get().leases());
        html.open("td", "data-name", Column.REUSED.title, "data-value", String.valueOf(none ? -1 : percent), "title", Figures.percent(figures.reuseRatio()) + " of " + figures.leaseCount() + " since the rule came into force");
        html.text(none ? "- " : percent + " % ").element("small", row.promisesReuse() ? "promised" : "not promised", "class", "dim").close();
    }

    private void connections(RuleFigures figures) {
        int waiting = figures.upstream().waiting();
        int max = figures.upstream().settings().max();
        String used = figures.upstream().leased() + " / " + figures.upstream().idle() + " / " + waiting + (max == ConnectionSettings.UNLIMITED ? "" : " of " + max);
        cell(Column.CONNECTIONS, used, String.valueOf(figures.upstream().leased() + waiting), waiting > 0 ? "warn" : "");
    }

    private void count(Column column, RuleFigures figures, String tone, StatusClass... classes) {
        long count = 0;
        for (StatusClass one : classes) count += figures.requests().getOrDefault(one, 0L);
        html.element("td", Figures.count(count), "data-name", column.title, "data-value", String.valueOf(count), "class", count > 0 ? tone : "dim", "title", String.format(Locale.ROOT, "%,d", count));
    }

    private void cell(Column column, String text, String value, String tone) {
        html.element("td", text, "data-name", column.title, "data-value", value.isEmpty() ? text : value, "class", tone);
    }

    private void details(Status.Row row, RuleState state) {
        html.open("tr", "class", "more", "id", "more-" + row.id()).open("td", "colspan", String.valueOf(Column.values().length));
        RuleHtml.write(row, state, status, html);
        html.close().close();
    }
}
