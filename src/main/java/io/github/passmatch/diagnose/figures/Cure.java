package io.github.passmatch.diagnose.figures;

import io.github.passmatch.rules.connection.ReuseDecision;
import io.github.passmatch.rules.match.Rule;
import io.github.passmatch.upstream.outcome.FinishedExchange;
import io.github.passmatch.upstream.outcome.LeaseVerdict;
import io.github.passmatch.upstream.outcome.ReleaseVerdict;
import io.github.passmatch.upstream.outcome.UpstreamFailure;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What helps against each reason for which a connection was not reused, or a request failed: every view has it from here. */
public final class Cure {

    private Cure() { }

    /** What helps where connections are closed after the exchange. */
    public static String of(ReleaseVerdict.Reason reason) {
        return switch (reason) {
            case KEPT -> "nothing is wrong";
            case RULE -> "write enablereuse=on on the rule";
            case VARIABLE -> "take SetEnv proxy-nokeepalive and force-proxy-request-1.0 away where they are not needed";
            case UPSTREAM_SAID_CLOSE -> "let the upstream keep its connections (in httpd KeepAlive On, in other servers the keep-alive setting), or write disablereuse=on if it shall not";
            case HTTP_1_0 -> "let the upstream answer in HTTP/1.1";
            case NO_LENGTH -> "let the upstream send a Content-Length or chunks";
            case AMBIGUOUS_LENGTH -> "let the upstream send either a Content-Length or chunks, not both; such an answer may hide another one";
            case CONNECTION_LOGIN -> "let these clients speak HTTP/1.1 and keep their connections, or let the upstream authenticate each request (Basic, Bearer, form) instead of the connection";
            case EXTRA_BYTES -> "let the upstream's Content-Length be that of the body; what follows it may be taken for another answer";
            case REQUEST_UNSENT -> "let the upstream read the request body before it answers";
            case BODY_UNREAD -> "look for what makes the answers break off";
            case CLIENT_GONE -> "look for what makes the clients leave: slow answers, short time limits in front";
            case DIED -> "raise the upstream's keep-alive time, or set ttl= on the rule below it";
            case FAILED -> "see the last failures of this rule on the status page";
            case SHUT_DOWN -> "nothing, it is being stopped";
        };
    }

    /** What helps where a kept connection could not be used. */
    public static String of(LeaseVerdict.Reason reason) {
        return switch (reason) {
            case REUSED -> "nothing is wrong";
            case POOL_EMPTY -> "nothing, if more requests come at once than before";
            case RULE -> "write enablereuse=on on the rule";
            case IDLE_LIMIT -> "raise ttl= on the rule, and the upstream's keep-alive time with it";
            case CLOSED_BY_UPSTREAM -> "raise the upstream's keep-alive time; a ttl= below it only makes the same visible earlier";
            case EXTRA_BYTES -> "let the upstream send nothing but answers; what it says unasked makes the connection useless";
            case ADDRESS -> "write a rule for each server, so that each has connections of its own";
            case TLS_NAME -> "take ProxyPreserveHost away, or write a rule for each name";
            case VARIABLE -> "take SetEnv proxy-nokeepalive and force-proxy-request-1.0 away where they are not needed";
            case FRESH_WANTED -> "take SetEnv proxy-initial-not-pooled away, or let clients keep their connections";
            case REPLAY -> of(ReleaseVerdict.Reason.DIED);
        };
    }

    /** What helps where an upstream fails. */
    public static String of(UpstreamFailure.Kind kind) {
        return switch (kind) {
            case SWITCHED_OFF -> "remove the flag from status= on the rule";
            case IN_ERROR -> "see why the upstream cannot be reached; the first request after retry= tries again";
            case POOL_EXHAUSTED -> "raise max= on the rule, or see why the upstream is slow; acquire= is how long requests wait";
            case UNRESOLVED -> "check the host name in the rule's URL, and this machine's resolver";
            case REFUSED -> "see whether the upstream runs and listens at that address and port";
            case CONNECT_TIMEOUT -> "see whether that address is right and no firewall drops packets to it; connectiontimeout= is how long it is waited for";
            case BLOCKED -> "remove the word from ProxyBlock if the host is to be reached";
            case TUNNEL -> "see why the ProxyRemote server refuses: it must allow CONNECT to that host and port";
            case TLS -> "see the message: SSLProxyCACertificateFile says whom to trust, the rule's URL under which name; if that port does not speak TLS, write http://";
            case SEND, NO_ANSWER -> "see the upstream's log: it closed the connection instead of answering; if that port speaks TLS, write https:// in the rule's URL";
            case SEND_TIMEOUT, ANSWER_TIMEOUT, BODY_TIMEOUT -> "see why the upstream is slow, or raise timeout= on the rule";
            case NO_CONTINUE -> "raise ping= on the rule, or remove it";
            case BAD_ANSWER -> "see whether the rule's URL leads to a server of HTTP/1.1; the message says what is wrong with its answer";
            case FIELD_TOO_LONG -> "raise responsefieldsize= on the rule";
            case SPEAKS_TLS -> "write https:// in the rule's URL";
            case SPEAKS_NO_TLS -> "write http:// in the rule's URL, or a port that speaks TLS";
            case BODY -> "see the upstream's log: its answer ended early or was malformed";
            case TOTAL_TIMEOUT -> "see why the exchange takes so long, or raise totaltimeout= on the rule";
            case NO_DESCRIPTOR -> "raise the limit of open files (ulimit -n, LimitNOFILE=) of this process";
            case SHUT_DOWN -> "nothing, it is being stopped";
        };
    }

    /** What helps against everything that switches reuse off for a rule; empty if its connections are kept. */
    public static Optional<String> of(ReuseDecision decision) {
        if (decision.pooled()) return Optional.empty();
        return Optional.of(decision.obstacles().stream().map(one -> of(one.cause()) + " (" + one.place().fileAndLine() + ")").collect(Collectors.joining("; and ")));
    }

    private static String of(ReuseDecision.Cause cause) {
        return switch (cause) {
            case INTERPOLATED -> "write the host out instead of a variable";
            case VARYING_AUTHORITY -> "write one rule for each host";
            case ADDRESS_TTL_ZERO -> "remove addressttl=0";
            case HTTP_1_0_FORCED -> "remove SetEnv force-proxy-request-1.0";
            case NO_KEEPALIVE_SET -> "remove SetEnv proxy-nokeepalive";
            case DISABLEREUSE_ON -> "remove disablereuse=on, unless it is meant";
            case ENABLEREUSE_OFF -> "remove enablereuse=off, unless it is meant";
            case BACK_REFERENCE -> "write enablereuse=on on the rule";
            case ENABLEREUSE_ON, DISABLEREUSE_OFF, DEFAULT -> "nothing is wrong";
        };
    }

    /** What helps the next request to do better than this one: against its failure, or that its connection was not reused. Empty if nothing is wrong. */
    public static Optional<String> of(FinishedExchange exchange) {
        if (exchange.failure() != null) return Optional.of(of(exchange.failure().kind()));
        if (exchange.own() != null) return Optional.of(exchange.own().cure());
        Set<String> cures = new LinkedHashSet<>();
        if (exchange.lease() != null && isCurable(exchange.lease().reason())) cures.add(of(exchange.lease().reason(), exchange.rule()));
        if (exchange.release() != null && isCurable(exchange.release().reason())) cures.add(of(exchange.release().reason(), exchange.rule()));
        return cures.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", cures));
    }

    private static boolean isCurable(LeaseVerdict.Reason reason) {
        return reason != LeaseVerdict.Reason.REUSED && reason != LeaseVerdict.Reason.POOL_EMPTY;
    }

    private static boolean isCurable(ReleaseVerdict.Reason reason) {
        return reason != ReleaseVerdict.Reason.KEPT && reason != ReleaseVerdict.Reason.SHUT_DOWN;
    }

    /** What helps on a certain rule: where it is the rule itself, what its lines say. */
    public static String of(LeaseVerdict.Reason reason, Rule rule) {
        return (reason == LeaseVerdict.Reason.RULE ? of(rule) : Optional.<String>empty()).orElseGet(() -> of(reason));
    }

    public static String of(ReleaseVerdict.Reason reason, Rule rule) {
        return (reason == ReleaseVerdict.Reason.RULE ? of(rule) : Optional.<String>empty()).orElseGet(() -> of(reason));
    }

    private static Optional<String> of(Rule rule) {
        return rule == null ? Optional.empty() : rule.destination().flatMap(to -> of(to.connections().reuse()));
    }

    /** The count, the cause and the cure. */
    static String words(ReleaseVerdict.Reason reason, long count) {
        return count + " connections were closed after the exchange because " + reason.sentence() + ": " + of(reason);
    }

    static String words(LeaseVerdict.Reason reason, long count, String pace) {
        return count + " times " + reason.sentence() + " (" + pace + "): " + of(reason);
    }

    static String ofReplays(long count, long all) {
        return "the upstream closes without saying so: " + count + " of " + all + " requests were sent twice: " + of(LeaseVerdict.Reason.REPLAY);
    }

    static String ofSlowPace(String pace) {
        return "they are closed while they wait (" + pace + "): " + of(LeaseVerdict.Reason.IDLE_LIMIT);
    }
}
