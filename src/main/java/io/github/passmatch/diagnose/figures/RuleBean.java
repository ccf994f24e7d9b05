package io.github.passmatch.diagnose.figures;

import io.github.passmatch.rules.Explained;
import io.github.passmatch.rules.match.Destination;
import io.github.passmatch.upstream.outcome.LeaseVerdict;
import io.github.passmatch.upstream.outcome.ReleaseVerdict;
import java.util.Map;
import java.util.TreeMap;

/** Reads {@link RuleFigures} for JMX. */
final class RuleBean implements RuleMXBean {

    private final RuleFigures figures;

    RuleBean(RuleFigures figures) {
        this.figures = figures;
    }

    /** By code; {@code without} has an attribute of its own. */
    private static <R extends Explained> Map<String, Long> byCode(Map<R, Long> counts, R without) {
        Map<String, Long> byCode = new TreeMap<>();
        counts.forEach((reason, count) -> {
            if (reason != without) byCode.put(reason.code(), count);
        });
        return byCode;
    }

    @Override
    public String getRule() {
        return figures.rule().toString();
    }

    @Override
    public String getLine() {
        return figures.rule().place().fileAndLine();
    }

    @Override
    public String getReuse() {
        return figures.rule().destination().map(Destination::connections).map(settings -> settings.reuse().toString()).orElse("");
    }

    @Override
    public Map<String, Long> getRequests() {
        return byCode(figures.requests(), null);
    }

    @Override
    public Map<String, Long> getEndings() {
        return byCode(figures.endings(), null);
    }

    @Override
    public long getInFlight() {
        return figures.inFlight();
    }

    @Override
    public double getMeanMillis() {
        return figures.meanMillis().orElse(0);
    }

    @Override
    public long getBytesToUpstream() {
        return figures.sent();
    }

    @Override
    public long getBytesFromUpstream() {
        return figures.received();
    }

    @Override
    public int getLeased() {
        return figures.upstream().leased();
    }

    @Override
    public int getIdle() {
        return figures.upstream().idle();
    }

    @Override
    public int getWaiting() {
        return figures.upstream().waiting();
    }

    @Override
    public Map<String, Long> getOpened() {
        return byCode(figures.leases(), LeaseVerdict.Reason.REUSED);
    }

    @Override
    public long getReused() {
        return figures.leases().getOrDefault(LeaseVerdict.Reason.REUSED, 0L);
    }

    @Override
    public double getReuseRatio() {
        return figures.reuseRatio().orElse(0);
    }

    @Override
    public long getKept() {
        return figures.releases().getOrDefault(ReleaseVerdict.Reason.KEPT, 0L);
    }

    @Override
    public Map<String, Long> getClosed() {
        return byCode(figures.releases(), ReleaseVerdict.Reason.KEPT);
    }

    @Override
    public long getReplays() {
        return figures.replays();
    }

    @Override
    public Map<String, Long> getOwn() {
        return byCode(figures.own(), null);
    }

    @Override
    public Map<String, Long> getFailures() {
        return byCode(figures.failures(), null);
    }
}
