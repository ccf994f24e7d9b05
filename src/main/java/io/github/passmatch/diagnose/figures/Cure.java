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

/** Names what helps against each reason why a connection was not reused or a request failed. All views take the text from here. */
public final class Cure {

    private Cure() { }

    /** What helps where connections are closed after an exchange. */
    public static String of(ReleaseVerdict.Reason reason) {
        return switch (reason) {
            case KEPT -> "nothing is wrong";
            case RULE -> "add enablereuse=on to the rule";
            case VARIABLE -> "remove SetEnv proxy-nokeepalive and force-proxy-request-1.0 where they are not needed";
            case UPSTREAM_SAID_CLOSE -> "let the upstream keep its connections (in httpd KeepAlive On, in other servers the keep-alive setting), or write disablereuse=on if the upstream is meant to close them";
            case HTTP_1_0 -> "let the upstream respond in HTTP/1.1";
            case NO_LENGTH -> "let the upstream send Content-Length or Transfer-Encoding: chunked";
            case AMBIGUOUS_LENGTH -> "let the upstream send either Content-Length or Transfer-Encoding: chunked, not both; such a response can hide a second one";
            case CONNECTION_LOGIN -> "let these clients use HTTP/1.1 and keep their connections, or let the upstream authenticate each request (Basic, Bearer, form) instead of the connection";
            case EXTRA_BYTES -> "let the upstream send the exact length of the body as Content-Length; extra bytes can be taken for another response";
            case REQUEST_UNSENT -> "let the upstream read the whole request body before it responds";
            case BODY_UNREAD -> "find out what interrupts the responses";
            case UPGRADED -> "nothing is wrong: a switch of protocols uses up the connection";
            case CLIENT_GONE -> "find out why clients leave: slow responses, or short timeouts in front of this proxy";
            case DIED -> "raise the upstream's keep-alive timeout, or set ttl= on the rule to less than that timeout";
            case FAILED -> "read the last failures of this rule on the status page";
            case SHUT_DOWN -> "nothing: the proxy is being stopped or reconfigured";
        };
    }

    /** What helps where a kept connection could not be used. */
    public static String of(LeaseVerdict.Reason reason) {
        return switch (reason) {
            case REUSED -> "nothing is wrong";
            case POOL_EMPTY -> "nothing, if the number of concurrent requests has grown";
            case RULE -> "add enablereuse=on to the rule";
            case IDLE_LIMIT -> "raise ttl= on the rule, and the upstream's keep-alive timeout too";
            case CLOSED_BY_UPSTREAM -> "raise the upstream's keep-alive timeout; a ttl= below that timeout only closes the connection earlier";
            case EXTRA_BYTES -> "let the upstream send nothing but responses; other bytes make the connection unusable";
            case ADDRESS -> "write one rule for each server";
            case TLS_NAME -> "remove ProxyPreserveHost, or write one rule for each name";
            case VARIABLE -> "remove SetEnv proxy-nokeepalive and force-proxy-request-1.0 where they are not needed";
            case FRESH_WANTED -> "remove SetEnv proxy-initial-not-pooled, or let clients keep their connections";
            case REPLAY -> of(ReleaseVerdict.Reason.DIED);
        };
    }

    /** What helps where an upstream fails. */
    public static String of(UpstreamFailure.Kind kind) {
        return switch (kind) {
            case SWITCHED_OFF -> "remove the flag from status= on the rule";
            case IN_ERROR -> "find out why the upstream cannot be reached; the first request after retry= tries again";
            case NO_MEMBER -> "read on the status page why each member is skipped, and make one of them usable; timeout= on the balancer lets requests wait for that";
            case POOL_EXHAUSTED -> "raise max= on the rule, or find out why the upstream is slow; acquire= limits how long a request waits";
            case UNRESOLVED -> "check the host name in the rule's URL and the name resolution of this host";
            case REFUSED -> "check that the upstream runs and listens on that address and port";
            case CONNECT_TIMEOUT -> "check that the address is right and that no firewall drops the packets; connectiontimeout= limits the wait";
            case BLOCKED -> "remove the word from ProxyBlock if requests to this host are wanted";
            case TUNNEL -> "find out why the ProxyRemote server refuses: CONNECT to that host and port must be allowed";
            case TLS -> "read the message: SSLProxyCACertificateFile names the trusted certificates, the rule's URL the expected host name; if that port does not use TLS, write http://";
            case SEND, NO_ANSWER -> "read the upstream's log: the upstream closed the connection without a response; if that port uses TLS, write https:// in the rule's URL";
            case SEND_TIMEOUT, ANSWER_TIMEOUT, BODY_TIMEOUT -> "find out why the upstream is slow, or raise timeout= on the rule";
            case NO_CONTINUE -> "raise ping= on the rule, or remove it";
            case BAD_ANSWER -> "check that the rule's URL leads to an HTTP/1.1 server; the message says what is wrong with the response";
            case FIELD_TOO_LONG -> "raise responsefieldsize= on the rule";
            case SPEAKS_TLS -> "write https:// in the rule's URL";
            case SPEAKS_NO_TLS -> "write http:// in the rule's URL, or a port that uses TLS";
            case BODY -> "read the upstream's log: the response ended early or was malformed";
            case TOTAL_TIMEOUT -> "find out why the exchange takes so long, or raise totaltimeout= on the rule";
            case NO_DESCRIPTOR -> "raise the limit of open files of this process (ulimit -n, LimitNOFILE=)";
            case SHUT_DOWN -> "nothing: the proxy is being stopped or reconfigured";
        };
    }

    /** What helps against everything that switches reuse off for a rule; empty if its connections are kept. */
    public static Optional<String> of(ReuseDecision decision) {
        if (decision.pooled()) return Optional.empty();
        return Optional.of(decision.obstacles().stream().map(one -> of(one.cause()) + " (" + one.place().fileAndLine() + ")").collect(Collectors.joining("; and ")));
    }

    private static String of(ReuseDecision.Cause cause) {
        return switch (cause) {
            case INTERPOLATED -> "write the host name instead of a variable";
            case VARYING_AUTHORITY -> "write one rule for each host";
            case ADDRESS_TTL_ZERO -> "remove addressttl=0";
            case HTTP_1_0_FORCED -> "remove SetEnv force-proxy-request-1.0";
            case NO_KEEPALIVE_SET -> "remove SetEnv proxy-nokeepalive";
            case DISABLEREUSE_ON -> "remove disablereuse=on, unless this is intended";
            case ENABLEREUSE_OFF -> "remove enablereuse=off, unless this is intended";
            case BACK_REFERENCE -> "add enablereuse=on to the rule";
            case REWRITTEN -> "write <Proxy \"URL\"> with ProxySet enablereuse=on, with the beginning of the URL of the rule";
            case ENABLEREUSE_ON, DISABLEREUSE_OFF, PROXY_SECTION, MEMBERS, DEFAULT -> "nothing is wrong";
        };
    }

    /** What helps against the failure of this request, or against the reason why its connection was not reused. Empty if nothing is wrong. */
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

    /** What helps on this rule: where the rule itself prevents reuse, the lines that do so are named. */
    public static String of(LeaseVerdict.Reason reason, Rule rule) {
        return (reason == LeaseVerdict.Reason.RULE ? of(rule) : Optional.<String>empty()).orElseGet(() -> of(reason));
    }

    public static String of(ReleaseVerdict.Reason reason, Rule rule) {
        return (reason == ReleaseVerdict.Reason.RULE ? of(rule) : Optional.<String>empty()).orElseGet(() -> of(reason));
    }

    private static Optional<String> of(Rule rule) {
        return rule == null ? Optional.empty() : rule.destination().flatMap(to -> of(to.connections().reuse()));
    }

    /** For the warning of {@link ReuseMonitor}: count, reason and cure. */
    static String words(ReleaseVerdict.Reason reason, long count) {
        return count + " connections were closed after the exchange because " + reason.sentence() + ": " + of(reason);
    }

    static String words(LeaseVerdict.Reason reason, long count, String rate) {
        return count + " times " + reason.sentence() + " (" + rate + "): " + of(reason);
    }

    static String ofReplays(long count, long all) {
        return "the upstream closes connections without announcing so: " + count + " of " + all + " requests were sent twice: " + of(LeaseVerdict.Reason.REPLAY);
    }

    static String ofSlowRate(String rate) {
        return "connections are closed while they are idle (" + rate + "): " + of(LeaseVerdict.Reason.IDLE_LIMIT);
    }
}
