package io.github.passmatch.diagnose.status;

import io.github.passmatch.diagnose.figures.Cure;
import io.github.passmatch.diagnose.figures.Json;
import io.github.passmatch.diagnose.figures.RuleFigures;
import io.github.passmatch.diagnose.figures.SecondCounts;
import io.github.passmatch.rules.Explained;
import io.github.passmatch.rules.balance.Standing;
import io.github.passmatch.upstream.outcome.FinishedExchange;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** Turns the status into maps and lists that {@link Json} writes. */
final class StatusJson {

    private StatusJson() { }

    static Map<String, Object> of(Status status) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("at", status.at().toString());
        out.put("configuration", reload(status.reload()));
        out.put("rules", status.rules().stream().map(StatusJson::rule).toList());
        out.put("members", status.members().stream().map(row -> member(row, status.at().toEpochMilli())).toList());
        out.put("own", byCode(status.withoutRule()));
        out.put("ownHints", hints(CountedReason.ownAnswers(status.withoutRule()).stream()));
        out.put("recent", status.recent().stream().map(StatusJson::exchange).toList());
        out.put("seconds", status.seconds().stream().map(StatusJson::second).toList());
        return out;
    }

    static Map<String, Object> reload(Reload reload) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("at", reload.at().toString());
        out.put("trigger", reload.trigger());
        out.put("outcome", reload.outcome().toString());
        out.put("message", reload.message());
        out.put("problems", reload.problems());
        return out;
    }

    private static Map<String, Object> rule(Status.Row row) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("number", row.rule().number());
        out.put("line", row.rule().place().fileAndLine());
        out.put("rule", row.rule().toString());
        out.put("pooled", row.promisesReuse());
        out.put("why", row.promise());
        out.put("whyLine", row.promisedAt());
        out.put("hint", row.hint());
        row.figures().ifPresent(figures -> put(figures, out));
        return out;
    }

    private static Map<String, Object> member(Status.Row row, long now) {
        Map<String, Object> out = rule(row);
        Standing one = row.member().orElseThrow();
        out.put("balancer", row.rule().pattern().text());
        out.put("url", one.member().url());
        out.put("usable", one.unusable(now).isEmpty());
        out.put("state", one.condition(now));
        out.put("inProgress", one.state().busy());
        out.put("chosen", one.state().elected());
        one.member().health().ifPresent(check -> out.put("check", ManagerJson.check(check, one)));
        out.put("errorUntil", one.state().error().map(error -> Instant.ofEpochMilli(error.until()).toString()));
        return out;
    }

    private static void put(RuleFigures figures, Map<String, Object> out) {
        out.put("reuseRatio", orNull(figures.reuseRatio()));
        out.put("leased", figures.upstream().leased());
        out.put("idle", figures.upstream().idle());
        out.put("waiting", figures.upstream().waiting());
        out.put("inFlight", figures.inFlight());
        out.put("tunnels", figures.upstream().tunnels().size());
        out.put("oldestTunnels", Tunnels.maps(figures.upstream().tunnels()));
        out.put("requests", byCode(figures.requests()));
        out.put("leases", byCode(figures.leases()));
        out.put("releases", byCode(figures.releases()));
        out.put("failures", byCode(figures.failures()));
        out.put("own", byCode(figures.own()));
        out.put("hints", hints(CountedReason.all(figures)));
        out.put("replays", figures.replays());
        out.put("sent", figures.sent());
        out.put("received", figures.received());
        out.put("meanMillis", orNull(figures.meanMillis()));
        out.put("lastFailures", figures.lastFailures().stream().map(StatusJson::exchange).toList());
    }

    /** What helps, by the code of the reason. */
    private static Map<String, String> hints(Stream<CountedReason> reasons) {
        Map<String, String> out = new LinkedHashMap<>();
        reasons.forEach(one -> out.put(one.reason().code(), one.cure()));
        return out;
    }

    private static Object orNull(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }

    private static Map<String, Long> byCode(Map<? extends Explained, Long> counts) {
        Map<String, Long> out = new LinkedHashMap<>();
        counts.forEach((reason, count) -> out.put(reason.code(), count));
        return out;
    }

    private static Map<String, Object> exchange(FinishedExchange exchange) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("at", Instant.ofEpochMilli(exchange.endedMillis()).toString());
        out.put("rule", exchange.rule() == null ? null : exchange.rule().number());
        out.put("client", exchange.client());
        out.put("method", exchange.method());
        out.put("path", exchange.path());
        out.put("status", exchange.status());
        out.put("upstream", exchange.upstream() == null ? null : exchange.upstream().toString());
        exchange.memberChoice().ifPresent(choice -> out.put("choice", choice.sentence()));
        out.put("lease", exchange.leaseVerdict().map(Object::toString));
        out.put("release", exchange.releaseVerdict().map(Object::toString));
        out.put("ending", exchange.endingCode());
        out.put("failure", exchange.upstreamFailure().map(failure -> failure.kind().code()));
        out.put("phase", exchange.upstreamFailure().flatMap(failure -> failure.phase()).map(Enum::name));
        out.put("message", exchange.upstreamFailure().map(Throwable::getMessage));
        out.put("hint", Cure.of(exchange));
        out.put("millis", exchange.times().total() / 1e6);
        return out;
    }

    private static List<Object> second(SecondCounts second) {
        return List.of(second.second(), second.requests(), second.reused(), second.opened(), second.failed(), second.meanMillis());
    }
}
