package io.github.passmatch.diagnose;

import io.github.passmatch.upstream.LeaseVerdict;
import io.github.passmatch.upstream.ReleaseVerdict;

/** What helps against each reason for which a connection was not reused. */
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
            case CONNECTION_LOGIN -> "let these clients speak HTTP/1.1, or let the upstream authenticate each request (Basic, Bearer, form) instead of the connection";
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
