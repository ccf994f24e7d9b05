package io.github.passmatch.diagnose.log;

import io.github.passmatch.diagnose.figures.Cure;
import io.github.passmatch.diagnose.figures.LogText;
import io.github.passmatch.rules.balance.Choice;
import io.github.passmatch.rules.balance.Skip;
import io.github.passmatch.upstream.outcome.FinishedExchange;
import io.github.passmatch.upstream.outcome.Phase;
import java.util.Locale;

/** Writes an exchange as one JSON object on one line (RFC 8259). */
final class ExchangeJson {

    private ExchangeJson() { }

    /** All keys are always present; a missing value is null. Times are in milliseconds. */
    static String of(FinishedExchange exchange) {
        StringBuilder out = new StringBuilder(512);
        TimestampFormat.write(exchange.endedMillis(), out.append("{\"time\":\"")).append('"');
        text(",\"client\":", exchange.client(), out);
        text(",\"user\":", exchange.user(), out);
        out.append(",\"rule\":").append(exchange.rule() == null ? null : exchange.rule().number());
        text(",\"line\":", exchange.rule() == null ? null : exchange.rule().place().fileAndLine(), out);
        text(",\"method\":", exchange.method(), out);
        text(",\"path\":", exchange.path(), out);
        out.append(",\"status\":").append(exchange.status());
        text(",\"upstream\":", exchange.upstream(), out);
        out.append(",\"sent\":").append(exchange.sent()).append(",\"received\":").append(exchange.received());
        times(exchange.times(), out);
        choice(exchange.choice(), out);
        text(",\"lease\":", exchange.lease(), out);
        text(",\"release\":", exchange.release(), out);
        out.append(",\"replayed\":").append(exchange.replayed());
        text(",\"ending\":", exchange.endingCode(), out);
        text(",\"failure\":", exchange.upstreamFailure().map(failure -> failure.kind().code()).orElse(null), out);
        text(",\"phase\":", exchange.upstreamFailure().flatMap(failure -> failure.phase()).map(ExchangeJson::code).orElse(null), out);
        text(",\"hint\":", Cure.of(exchange).orElse(null), out);
        return out.append('}').toString();
    }

    private static void choice(Choice choice, StringBuilder out) {
        text(",\"member\":", choice == null ? null : choice.member().orElse(null), out);
        text(",\"choice\":", choice == null ? null : choice.sentence(), out);
        out.append(",\"skipped\":");
        if (choice == null) {
            out.append("null");
            return;
        }
        out.append('[');
        for (Skip skip : choice.skips()) text(out.charAt(out.length() - 1) == '[' ? "" : ",", skip, out);
        out.append(']');
    }

    private static String code(Phase phase) {
        return phase.name().toLowerCase(Locale.ROOT);
    }

    private static void times(FinishedExchange.Times times, StringBuilder out) {
        FinishedExchange.Times.millis(times.queue(), out.append(",\"queue\":"));
        FinishedExchange.Times.millis(times.connect(), out.append(",\"connect\":"));
        FinishedExchange.Times.millis(times.firstByte(), out.append(",\"firstByte\":"));
        FinishedExchange.Times.millis(times.total(), out.append(",\"total\":"));
    }

    private static void text(String name, Object value, StringBuilder out) {
        out.append(name);
        if (value == null) out.append("null");
        else LogText.quoted(value.toString(), out);
    }
}
