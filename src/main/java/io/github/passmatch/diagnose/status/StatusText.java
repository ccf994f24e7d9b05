package io.github.passmatch.diagnose.status;

import io.github.passmatch.diagnose.figures.Cure;
import io.github.passmatch.diagnose.figures.OpenRequests;
import io.github.passmatch.diagnose.figures.RuleFigures;
import io.github.passmatch.diagnose.log.ExchangeText;
import io.github.passmatch.upstream.OpenRequest;
import io.github.passmatch.upstream.outcome.FinishedExchange;
import java.util.List;

/** Writes the status as text for a terminal. */
final class StatusText {

    private StatusText() { }

    static String of(Status status) {
        StringBuilder out = new StringBuilder("configuration ").append(status.reload().text()).append('\n');
        for (Status.Row row : status.rules()) rule(row, status, out);
        for (NameRow row : status.names()) out.append(row.title()).append("\n  ").append(row.text()).append("\n\n");
        for (Status.Row row : status.members()) rule(row, status, out);
        if (!status.withoutRule().isEmpty()) out.append("requests without a matching rule\n");
        reasons("answered by the proxy itself", CountedReason.ownAnswers(status.withoutRule()), out);
        if (!status.open().isEmpty()) out.append("in progress\n");
        for (OpenRequests.Seen seen : status.open()) {
            OpenRequest request = seen.request();
            out.append("  ").append(Figures.age(seen.ageNanos() / 1e9)).append(" rule ").append(request.rule().number()).append(' ').append(request.method()).append(' ').append(request.path()).append(" from ")
                    .append(request.client()).append(": ").append(request.phase().doing()).append('\n');
        }
        out.append("latest exchanges\n");
        for (FinishedExchange exchange : status.recent()) out.append("  ").append(Figures.clock(exchange.endedMillis())).append(' ').append(ExchangeText.of(exchange)).append(Cure.of(exchange).map(hint -> "; what helps: " + hint).orElse("")).append('\n');
        return printable(out);
    }

    /** Control characters from clients would act on the terminal. */
    private static String printable(StringBuilder text) {
        for (int i = 0; i < text.length(); i++) if (text.charAt(i) != '\n' && Character.isISOControl(text.charAt(i))) text.setCharAt(i, '?');
        return text.toString();
    }

    private static void rule(Status.Row row, Status status, StringBuilder out) {
        out.append(row.title()).append(" (").append(row.rule().place().fileAndLine()).append("): ").append(row.rule());
        out.append("\n  ").append(row.promise()).append(" (").append(row.promisedAt()).append(")\n");
        row.standing(status.at().toEpochMilli()).ifPresent(text -> line("state", text, out));
        row.hint().ifPresent(hint -> line("what helps", hint, out));
        RuleState state = RuleState.of(row, row.figures().flatMap(figures -> figures.activity().latest(status.at().toEpochMilli())), status);
        line("now", state.kind().words() + ": " + state.why(), out);
        row.figures().ifPresent(figures -> figures(figures, out));
        out.append('\n');
    }

    private static void figures(RuleFigures figures, StringBuilder out) {
        line("reused", Figures.percent(figures.reuseRatio()) + " of " + figures.leaseCount(), out);
        line("connections", figures.upstream().leased() + " in use, " + figures.upstream().idle() + " idle, " + figures.upstream().waiting() + " waiting", out);
        if (!figures.upstream().tunnels().isEmpty()) line("tunnels", String.valueOf(figures.upstream().tunnels().size()), out);
        for (String tunnel : Tunnels.texts(figures.upstream().tunnels())) line("tunnel", tunnel, out);
        line("requests", Figures.counts(figures.requests()) + "; " + figures.inFlight() + " in flight; mean duration " + Figures.millis(figures.meanMillis()), out);
        line("leases", Figures.counts(figures.leases()), out);
        line("releases", Figures.counts(figures.releases()), out);
        reasons("new connections", CountedReason.newConnections(figures), out);
        reasons("closed connections", CountedReason.closedConnections(figures), out);
        reasons("failures", CountedReason.failures(figures), out);
        reasons("answered by the proxy itself", CountedReason.ownAnswers(figures.own()), out);
        for (FinishedExchange failed : figures.lastFailures()) line(Figures.clock(failed.endedMillis()), Figures.failure(failed), out);
    }

    private static void reasons(String title, List<CountedReason> reasons, StringBuilder out) {
        for (CountedReason reason : reasons) line(title, reason.text(), out);
    }

    private static void line(String name, String value, StringBuilder out) {
        out.append("  ").append(name).append(": ").append(value).append('\n');
    }
}
