package io.github.passmatch.diagnose.status;

import io.github.passmatch.rules.Explained;
import io.github.passmatch.upstream.outcome.ExchangeResult;
import io.github.passmatch.upstream.outcome.FinishedExchange;
import io.github.passmatch.upstream.outcome.LeaseVerdict;
import io.github.passmatch.upstream.outcome.ReleaseVerdict;
import io.github.passmatch.upstream.outcome.UpstreamFailure;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** Formats figures and verdicts, the same way in every view. */
final class Figures {

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private Figures() { }

    /** {@code 93 %}, or a dash if nothing was counted yet. */
    static String percent(OptionalDouble ratio) {
        return ratio.isEmpty() ? "-" : Math.round(ratio.getAsDouble() * 100) + " %";
    }

    static String millis(OptionalDouble millis) {
        return millis.isEmpty() ? "-" : millis(millis.getAsDouble());
    }

    static String millis(double millis) {
        return String.format(Locale.ROOT, millis < 10 ? "%.1f ms" : "%.0f ms", millis);
    }

    static String millis(long nanos) {
        return millis(nanos / 1e6);
    }

    /** {@code 0.4} or {@code 1250}. */
    static String rate(double perSecond) {
        return perSecond == 0 ? "0" : String.format(Locale.ROOT, perSecond < 10 ? "%.1f" : "%.0f", perSecond);
    }

    /** {@code 1234}, {@code 123.4k} or {@code 12.3M}: at most six characters. */
    static String count(long count) {
        if (count < 100_000) return String.valueOf(count);
        if (count < 100_000_000) return count < 10_000_000 ? String.format(Locale.ROOT, "%.0fk", count / 1e3) : String.format(Locale.ROOT, "%.1fM", count / 1e6);
        return String.format(Locale.ROOT, "%.1fG", count / 1e9);
    }

    /** {@code 2.5 s}, {@code 3 min 5 s}, {@code 2 h 10 min}, {@code 3 d 4 h}. */
    static String age(double seconds) {
        long whole = (long) seconds;
        if (whole < 60) return String.format(Locale.ROOT, "%.1f s", seconds);
        if (whole < 3600) return whole / 60 + " min " + whole % 60 + " s";
        if (whole < 86_400) return whole / 3600 + " h " + whole % 3600 / 60 + " min";
        return whole / 86_400 + " d " + whole % 86_400 / 3600 + " h";
    }

    /** The time of day on this host. */
    static String clock(long epochMillis) {
        return CLOCK.format(Instant.ofEpochMilli(epochMillis).atZone(ZoneId.systemDefault()));
    }

    /** {@code 2xx 17, 5xx 1}. */
    static String counts(Map<? extends Explained, Long> counts) {
        if (counts.isEmpty()) return "-";
        return counts.entrySet().stream().map(entry -> entry.getKey().code() + " " + entry.getValue()).collect(Collectors.joining(", "));
    }

    /** {@code reused(3)} or {@code new:pool-empty}. */
    static String lease(FinishedExchange exchange) {
        return exchange.leaseVerdict().map(LeaseVerdict::toString).orElse("no connection");
    }

    /** {@code kept} or {@code closed:rule}. */
    static String release(FinishedExchange exchange) {
        return exchange.releaseVerdict().map(ReleaseVerdict::toString).orElse("-");
    }

    /** Kind, phase and message of the failure; or empty. */
    static String failure(FinishedExchange exchange) {
        return exchange.upstreamFailure().map(failure -> failure.kind().code() + phase(failure) + ": " + failure.getMessage()).orElse("");
    }

    /** The result of the exchange: the own answer, the failure, or what happened to the connection. */
    static String result(FinishedExchange exchange) {
        if (exchange.own() != null && exchange.ending() == ExchangeResult.OWN) return exchange.own() + ": " + exchange.own().sentence();
        return exchange.failure() == null ? release(exchange) : failure(exchange);
    }

    private static String phase(UpstreamFailure failure) {
        return failure.phase().map(phase -> " (" + phase.name().toLowerCase(Locale.ROOT) + ")").orElse("");
    }
}
