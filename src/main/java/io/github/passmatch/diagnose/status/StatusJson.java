package io.github.passmatch.diagnose.status;

import io.github.passmatch.diagnose.figures.Activity;
import io.github.passmatch.diagnose.figures.Cure;
import io.github.passmatch.diagnose.figures.Json;
import io.github.passmatch.diagnose.figures.OpenRequests;
import io.github.passmatch.diagnose.figures.Period;
import io.github.passmatch.diagnose.figures.RuleFigures;
import io.github.passmatch.diagnose.figures.SecondCounts;
import io.github.passmatch.rules.Explained;
import io.github.passmatch.rules.balance.Standing;
import io.github.passmatch.upstream.outcome.FinishedExchange;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** Turns the status into maps and lists that {@link Json} writes. */
final class StatusJson {

    private StatusJson() { }

    static Map<String, Object> of(Status status) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("at", status.at().toString());
        out.put("configuration", reload(status.reload()));
        out.put("rules", status.rules().stream().map(row -> rule(row, status)).toList());
        out.put("members", status.members().stream().map(row -> member(row, status)).toList());
        out.put("names", status.names().stream().map(NameRow::json).toList());
        out.put("own", byCode(status.withoutRule()));
        out.put("ownHints", hints(CountedReason.ownAnswers(status.withoutRule()).stream()));
        out.put("recent", status.recent().stream().map(StatusJson::exchange).toList());
        out.put("seconds", status.seconds().stream().map(StatusJson::second).toList());
        out.put("openRequests", status.open().stream().map(StatusJson::open).toList());
        about(status, out);
        return out;
    }

    private static void about(Status status, Map<String, Object> out) {
        About about = status.about();
        out.put("version", about.version());
        out.put("started", about.started().toString());
        out.put("file", about.file());
        out.put("fileChanged", about.changed().map(Instant::toString));
        out.put("findings", about.findings().stream().map(StatusJson::finding).toList());
    }

    private static Map<String, Object> finding(About.Found found) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("line", found.place().fileAndLine());
        out.put("severity", found.severity());
        out.put("id", found.id());
        out.put("text", found.printed());
        return out;
    }

    private static Map<String, Object> open(OpenRequests.Seen seen) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("rule", seen.request().rule().number());
        out.put("client", seen.request().client());
        out.put("method", seen.request().method());
        out.put("path", seen.request().path());
        out.put("phase", seen.request().phase().name());
        out.put("millis", seen.ageNanos() / 1e6);
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

    private static Map<String, Object> rule(Status.Row row, Status status) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("number", row.rule().number());
        out.put("line", row.rule().place().fileAndLine());
        out.put("rule", row.rule().toString());
        out.put("pooled", row.promisesReuse());
        out.put("why", row.promise());
        out.put("whyLine", row.promisedAt());
        out.put("hint", row.hint());
        row.figures().ifPresent(figures -> put(figures, out));
        activity(row, status, out);
        return out;
    }

    private static void activity(Status.Row row, Status status, Map<String, Object> out) {
        long now = status.at().toEpochMilli();
        Optional<Period> latest = row.figures().flatMap(figures -> figures.activity().latest(now));
        RuleState state = RuleState.of(row, latest, status);
        out.put("condition", state.kind().words());
        out.put("conditionReason", state.why());
        if (row.figures().isEmpty()) return;
        Activity activity = row.figures().get().activity();
        out.put("requestsPerSecond", activity.requestsPerSecond());
        out.put("newPerSecond", activity.openedPerSecond());
        out.put("latest", latest.map(StatusJson::period));
        out.put("hour", activity.hour(now).stream().map(StatusJson::period).toList());
    }

    private static Map<String, Object> period(Period period) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("from", Instant.ofEpochMilli(period.fromMillis()).toString());
        out.put("seconds", period.seconds());
        out.put("requests", period.requests());
        out.put("clientErrors", period.clientErrors());
        out.put("serverErrors", period.serverErrors());
        out.put("failed", period.failed());
        out.put("reused", period.reused());
        out.put("new", period.opened());
        out.put("mainReason", period.cause().map(Explained::code));
        out.put("p50Millis", number(period.medianMillis()));
        out.put("p99Millis", number(period.p99Millis()));
        return out;
    }

    /** JSON has no value for "not a number". */
    private static Object number(float value) {
        return Float.isNaN(value) ? null : Math.round(value * 1000) / 1000.0;
    }

    private static Map<String, Object> member(Status.Row row, Status status) {
        long now = status.at().toEpochMilli();
        Map<String, Object> out = rule(row, status);
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
