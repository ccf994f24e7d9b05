package io.github.passmatch.bench;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Results as Markdown: one table for each workload. */
final class Tables {

    private final Results results;
    private final String base;

    /** @param base whom the others are compared with */
    Tables(Results results, String base) {
        this.results = results;
        this.base = base;
    }

    String text() {
        StringBuilder out = new StringBuilder();
        for (Workload work : results.workloads()) out.append("### ").append(work.key()).append(": ").append(work.title()).append("\n\n").append(table(work)).append('\n');
        return out.toString();
    }

    private String table(Workload work) {
        return switch (work.kind()) {
            case START -> starts(work);
            case WAITING -> waiting(work);
            case TUNNELS -> tunnels(work);
            default -> usual(work);
        };
    }

    private String usual(Workload work) {
        boolean large = work.mebibytes() > 0;
        int per = large ? work.mebibytes() : 1;
        StringBuilder out = new StringBuilder("| contender | CPU us/" + (large ? "MiB" : "request") + " | " + base + " / it | requests/s | p50 ms | p99 ms | memory MiB | upstream connections per 1000 requests | errors |\n"
                + "|---|---|---|---|---|---|---|---|---|\n");
        for (String name : results.contenders(work)) {
            row(out, name, spread(work, name, each -> each.cost() / per, "%.1f"),
                    results.ratio(work, Measurement::cost, base, List.of(name)).map(ratio -> ratio.text("%.2f")).orElse("-"),
                    median(work, name, each -> each.load().perSecond(), "%.0f"), median(work, name, each -> each.load().p50() / 1000, "%.2f"),
                    median(work, name, each -> each.load().p99() / 1000, "%.2f"), median(work, name, each -> each.residentKib() / 1024.0, "%.0f"),
                    median(work, name, Measurement::openedPerThousand, "%.1f"), errors(work, name));
        }
        return out.toString();
    }

    private String waiting(Workload work) {
        StringBuilder out = new StringBuilder("| contender | requests/s | of the ideal | p50 ms | p99 ms | CPU us/request | memory MiB | KiB per client more than at rest | errors |\n"
                + "|---|---|---|---|---|---|---|---|---|\n");
        for (String name : results.contenders(work)) {
            row(out, name, median(work, name, each -> each.load().perSecond(), "%.0f"), spread(work, name, each -> 100 * work.share(each.load()), "%.0f %%"),
                    median(work, name, each -> each.load().p50() / 1000, "%.0f"), median(work, name, each -> each.load().p99() / 1000, "%.0f"),
                    median(work, name, Measurement::cost, "%.1f"), median(work, name, each -> each.residentKib() / 1024.0, "%.0f"),
                    spread(work, name, each -> (each.residentKib() - each.restingKib()) / (double) work.request().connections(), "%.1f"), errors(work, name));
        }
        return out.toString();
    }

    /** A request is a MiB here. */
    private String tunnels(Workload work) {
        StringBuilder out = new StringBuilder("| contender | CPU us/MiB | " + base + " / it | MiB/s | p50 ms there and back | p99 ms | memory MiB | errors |\n|---|---|---|---|---|---|---|---|\n");
        for (String name : results.contenders(work)) {
            row(out, name, spread(work, name, Measurement::cost, "%.0f"), results.ratio(work, Measurement::cost, base, List.of(name)).map(ratio -> ratio.text("%.2f")).orElse("-"),
                    median(work, name, each -> each.load().perSecond(), "%.0f"), median(work, name, each -> each.load().p50() / 1000, "%.2f"),
                    median(work, name, each -> each.load().p99() / 1000, "%.2f"), median(work, name, each -> each.residentKib() / 1024.0, "%.0f"), errors(work, name));
        }
        return out.toString();
    }

    private String starts(Workload work) {
        StringBuilder out = new StringBuilder("| contender | ms | CPU ms | memory MiB |\n|---|---|---|---|\n");
        for (String name : results.contenders(work)) {
            row(out, name, spread(work, name, each -> each.load().p50() / 1000, "%.0f"), spread(work, name, each -> each.cpuMicros() / 1000, "%.0f"),
                    median(work, name, each -> each.residentKib() / 1024.0, "%.0f"));
        }
        return out.toString();
    }

    private static void row(StringBuilder out, String... cells) {
        out.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    private String spread(Workload work, String name, ToDoubleFunction<Measurement> figure, String format) {
        return results.spread(work, name, figure).map(spread -> spread.text(format)).orElse("-");
    }

    private String median(Workload work, String name, ToDoubleFunction<Measurement> figure, String format) {
        Optional<Spread> spread = results.spread(work, name, figure);
        return spread.map(figures -> String.format(Locale.ROOT, format, figures.median())).orElse("-");
    }

    /** Runs with errors do not count in the other columns: this one tells of them. */
    private String errors(Workload work, String name) {
        List<Measurement> spoilt = results.of(work, name).stream().filter(each -> !each.clean()).toList();
        if (spoilt.isEmpty()) return "0";
        return "**" + spoilt.stream().mapToLong(each -> each.load().errors()).sum() + " in " + spoilt.size() + " of " + results.of(work, name).size() + " runs, left out**";
    }
}
