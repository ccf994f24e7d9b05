package io.github.passmatch.diagnose;

import io.github.passmatch.upstream.FinishedExchange;
import io.github.passmatch.upstream.Phase;
import java.time.Instant;
import java.util.Locale;

/** An exchange as one JSON object on one line (RFC 8259). */
public final class ExchangeJson {

    private ExchangeJson() { }

    /** All fields are always there; what there was not is null. Times are milliseconds. */
    public static String of(FinishedExchange exchange) {
        StringBuilder out = new StringBuilder(384).append('{');
        text("time", Instant.ofEpochMilli(exchange.endedMillis()), out);
        text("client", exchange.client(), out);
        number("rule", exchange.rule() == null ? null : exchange.rule().number(), out);
        text("line", exchange.rule() == null ? null : exchange.rule().place().fileAndLine(), out);
        text("method", exchange.method(), out);
        text("path", exchange.path(), out);
        number("status", exchange.status(), out);
        text("upstream", exchange.upstream(), out);
        number("sent", exchange.sent(), out);
        number("received", exchange.received(), out);
        times(exchange.times(), out);
        text("lease", exchange.lease(), out);
        text("release", exchange.release(), out);
        name("replayed", out).append(exchange.replayed());
        text("ending", exchange.ending().code(), out);
        text("failure", exchange.upstreamFailure().map(failure -> failure.kind().code()).orElse(null), out);
        text("phase", exchange.upstreamFailure().flatMap(failure -> failure.phase()).map(ExchangeJson::code).orElse(null), out);
        return out.append('}').toString();
    }

    private static String code(Phase phase) {
        return phase.name().toLowerCase(Locale.ROOT);
    }

    private static void times(FinishedExchange.Times times, StringBuilder out) {
        FinishedExchange.Times.millis(times.queue(), name("queue", out));
        FinishedExchange.Times.millis(times.connect(), name("connect", out));
        FinishedExchange.Times.millis(times.firstByte(), name("firstByte", out));
        FinishedExchange.Times.millis(times.total(), name("total", out));
    }

    private static StringBuilder name(String name, StringBuilder out) {
        if (out.length() > 1) out.append(',');
        return Writing.quoted(name, out).append(':');
    }

    private static void text(String name, Object value, StringBuilder out) {
        name(name, out);
        if (value == null) out.append("null");
        else Writing.quoted(value.toString(), out);
    }

    private static void number(String name, Number value, StringBuilder out) {
        name(name, out).append(value);
    }
}
