package io.github.passmatch.diagnose.log;

import io.github.passmatch.diagnose.figures.LogText;
import io.github.passmatch.upstream.outcome.FinishedExchange;
import io.github.passmatch.upstream.outcome.Phase;

/** Writes an exchange as one line of text. */
public final class ExchangeText {

    private ExchangeText() { }

    /**
     * {@code 127.0.0.1 proxy.conf:3 GET /app/users/1234 200 http://127.0.0.1:1323 sent=0 received=215 queue=0.012 connect=0.402 first=1.250
     * total=1.934 new:rule closed:rule answered}. A dash stands for a missing value;
     * {@code user=} precedes the verdicts if a user is logged in; with a balancer, {@code chosen:least-busy} is the first verdict.
     */
    public static String of(FinishedExchange exchange) {
        StringBuilder out = new StringBuilder(192);
        LogText.word(exchange.client(), out).append(' ');
        LogText.word(exchange.rule() == null ? "-" : exchange.rule().place().fileAndLine(), out).append(' ');
        LogText.word(exchange.method(), out).append(' ');
        LogText.word(exchange.path(), out).append(' ').append(exchange.status()).append(' ');
        LogText.word(exchange.upstream() == null ? "-" : exchange.upstream().toString(), out);
        out.append(" sent=").append(exchange.sent()).append(" received=").append(exchange.received());
        times(exchange.times(), out);
        if (exchange.user() != null) LogText.word(exchange.user(), out.append(" user="));
        if (exchange.choice() != null) out.append(' ').append(exchange.choice().code());
        out.append(' ').append(exchange.lease() == null ? "-" : exchange.lease()).append(' ').append(exchange.release() == null ? "-" : exchange.release());
        if (exchange.replayed()) out.append(" replayed");
        out.append(' ').append(exchange.endingCode());
        exchange.upstreamFailure().ifPresent(failure -> out.append(':').append(failure.kind().code()).append(failure.phase().map(ExchangeText::whileIn).orElse("")));
        return out.toString();
    }

    private static void times(FinishedExchange.Times times, StringBuilder out) {
        FinishedExchange.Times.millis(times.queue(), out.append(" queue="));
        FinishedExchange.Times.millis(times.connect(), out.append(" connect="));
        FinishedExchange.Times.millis(times.firstByte(), out.append(" first="));
        FinishedExchange.Times.millis(times.total(), out.append(" total="));
    }

    private static String whileIn(Phase phase) {
        return " while " + phase.doing();
    }
}
