package io.github.passmatch.diagnose.figures;

import io.github.passmatch.rules.Explained;
import io.github.passmatch.rules.OwnAnswer;
import io.github.passmatch.rules.Secrets;
import io.github.passmatch.rules.match.Rule;
import io.github.passmatch.rules.target.Authority;
import io.github.passmatch.upstream.log.LineLimit;
import io.github.passmatch.upstream.log.Loggers;
import io.github.passmatch.upstream.outcome.CauseWords;
import io.github.passmatch.upstream.outcome.ExchangeResult;
import io.github.passmatch.upstream.outcome.FinishedExchange;
import io.github.passmatch.upstream.outcome.UpstreamFailure;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;

/**
 * Logs the failures and the own answers of one rule: the first of each kind in full, then a count at most every ten seconds, and a line when the upstream
 * responds again. The number of lines is bounded, whatever clients do.
 */
final class TroubleLog {

    private static final Logger LOG = Loggers.of("passmatch");

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private final Map<Explained, Kind> kinds = new ConcurrentHashMap<>();
    private final Recovery recovery = new Recovery();

    /** A request has finished at {@code nanos}. */
    void ended(FinishedExchange exchange, long nanos) {
        if (exchange.failure() != null) failed(exchange, nanos);
        else if (exchange.ending() == ExchangeResult.OWN && exchange.own() != null) own(exchange, nanos);
        else if (exchange.ending() == ExchangeResult.ANSWERED) recovery.answered(exchange, nanos);
    }

    private void failed(FinishedExchange exchange, long nanos) {
        LOG.debug("{}{} with stack trace", of(exchange), request(exchange), exchange.failure());
        kind(exchange.failure().kind()).event(exchange, nanos);
        recovery.failed(exchange, nanos);
    }

    private void own(FinishedExchange exchange, long nanos) {
        if (exchange.own().concern() != OwnAnswer.Concern.NOBODY) kind(exchange.own()).event(exchange, nanos);
    }

    private Kind kind(Explained reason) {
        return kinds.computeIfAbsent(reason, Kind::new);
    }

    /** Writes the counts whose time has come. */
    void logDue(long nanos) {
        kinds.values().forEach(kind -> kind.logDue(nanos));
        recovery.logDue(nanos);
    }

    /** Writes all remaining counts. */
    void close() {
        kinds.values().forEach(Kind::close);
    }

    /** Without parameters, so that the logging library does not look for braces in the line. */
    private static void log(boolean warn, String line) {
        String oneLine = CONTROL.matcher(Secrets.hidden(CauseWords.withoutClassNames(line))).replaceAll("?");
        if (warn) LOG.warn(oneLine);
        else LOG.info(oneLine);
    }

    /** {@code rule 1 (proxy.conf:3): }, or nothing for requests that no rule matched. */
    private static String of(FinishedExchange exchange) {
        Rule rule = exchange.rule();
        return rule == null ? "" : "rule " + rule.number() + " (" + rule.place().fileAndLine() + "): ";
    }

    private static String request(FinishedExchange exchange) {
        if (exchange.path().equals("-")) return "a request that could not be read";
        StringBuilder out = new StringBuilder();
        LogText.word(exchange.method(), out).append(' ');
        return LogText.word(exchange.path(), out).toString();
    }

    /** Limits the lines of one kind of failure or own answer. */
    private static final class Kind {
        private final Explained reason;
        private final LineLimit limit = new LineLimit();
        private boolean explained;
        private volatile FinishedExchange last;

        Kind(Explained reason) {
            this.reason = reason;
        }

        void event(FinishedExchange exchange, long nanos) {
            last = exchange;
            write(limit.event(nanos));
        }

        void logDue(long nanos) {
            write(limit.due(nanos));
        }

        void close() {
            write(limit.takeAll());
        }

        /** The next event is written in full again. */
        synchronized void forget() {
            explained = false;
        }

        private synchronized void write(long count) {
            if (count == 0) return;
            if (count == 1 && !explained) log(isForOperator(), of(last) + full());
            else log(isForOperator(), of(last) + count + " more " + summary() + ", the last one " + request(last) + (last.failure() == null ? "" : ": " + last.failure().getMessage()));
            explained = true;
        }

        private boolean isForOperator() {
            return !(reason instanceof OwnAnswer own) || own.concern() == OwnAnswer.Concern.OPERATOR;
        }

        private String full() {
            if (!(reason instanceof OwnAnswer own)) return request(last) + ": " + last.failure().getMessage();
            String detail = last.detail() == null || last.detail().equals(own.sentence()) ? "" : " (" + last.detail() + ")";
            return request(last) + " is answered " + last.status() + " (" + own + "): " + own.sentence() + detail + "; what helps: " + own.cure();
        }

        private String summary() {
            return reason instanceof OwnAnswer own ? "answered " + last.status() + " (" + own + ")" : "failed (" + reason.code() + ")";
        }
    }

    /** Knows whether the upstream fails, and since when. */
    private final class Recovery {
        private final LineLimit limit = new LineLimit();
        private volatile long failures;     // in a row; 0: the upstream responds
        private Authority upstream;
        private long since;
        private FinishedExchange answer;    // the last response, if one came after the failures and was not logged yet

        synchronized void failed(FinishedExchange exchange, long nanos) {
            if (!isUpstreams(exchange.failure().kind())) return;
            if (failures == 0 || !exchange.upstream().equals(upstream)) {
                upstream = exchange.upstream();
                failures = 0;
                since = nanos;
            }
            failures++;
            answer = null;
        }

        void answered(FinishedExchange exchange, long nanos) {
            if (failures > 0) isBack(exchange, nanos);
        }

        private synchronized void isBack(FinishedExchange exchange, long nanos) {
            if (failures == 0 || !exchange.upstream().equals(upstream)) return;
            answer = exchange;
            write(limit.event(nanos), nanos);
        }

        synchronized void logDue(long nanos) {
            if (answer != null) write(limit.due(nanos), nanos);
        }

        private void write(long count, long nanos) {
            if (count == 0) return;
            LOG.info("{}{} is back after {} failure{} in {} s", of(answer), upstream, failures, failures == 1 ? "" : "s", Math.max(1, (nanos - since) / 1_000_000_000L));
            failures = 0;
            answer = null;
            kinds.values().forEach(Kind::forget);
        }

        private boolean isUpstreams(UpstreamFailure.Kind kind) {
            return switch (kind) {
                case SWITCHED_OFF, BLOCKED, POOL_EXHAUSTED, NO_DESCRIPTOR, SHUT_DOWN -> false;
                default -> true;
            };
        }
    }
}
