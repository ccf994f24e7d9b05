package io.github.passmatch.diagnose.figures;

import java.util.Map;

/** The figures of one rule for JMX: the same as in {@link RuleFigures}, in types that every console can show. */
public interface RuleMXBean {

    /** The rule as it would be written, without parameters. */
    @Meaning("the rule as it would be written, without parameters")
    String getRule();

    /** Where it stands. */
    @Meaning("file and line of the rule")
    String getLine();

    /** What was decided about reuse, and because of what. */
    @Meaning("what was decided about reuse, and because of what")
    String getReuse();

    /** Requests that are over, by class of status. */
    @Meaning("requests that are over, by class of status")
    Map<String, Long> getRequests();

    /** Requests that are over, by how they ended. */
    @Meaning("requests that are over, by how they ended")
    Map<String, Long> getEndings();

    /** Requests that have come and are not over. */
    @Meaning("requests that have come and are not over")
    long getInFlight();

    /** The mean time of a request. */
    @Meaning("the mean time of a request")
    double getMeanMillis();

    /** Bytes of request bodies. */
    @Meaning("bytes of request bodies")
    long getBytesToUpstream();

    /** Bytes of response bodies. */
    @Meaning("bytes of response bodies")
    long getBytesFromUpstream();

    /** Connections in use. */
    @Meaning("connections in use")
    int getLeased();

    /** Connections kept for the next request. */
    @Meaning("connections kept for the next request")
    int getIdle();

    /** Requests that wait for a connection. */
    @Meaning("requests that wait for a connection")
    int getWaiting();

    /** Exchanges on a new connection, by why. */
    @Meaning("exchanges on a new connection, by why")
    Map<String, Long> getOpened();

    /** Exchanges on a kept connection. */
    @Meaning("exchanges on a kept connection")
    long getReused();

    /** The part of the exchanges that went over a kept connection, 0 to 1. */
    @Meaning("the part of the exchanges that went over a kept connection, 0 to 1")
    double getReuseRatio();

    /** Exchanges after which the connection was kept. */
    @Meaning("exchanges after which the connection was kept")
    long getKept();

    /** Exchanges after which the connection was closed, by why. */
    @Meaning("exchanges after which the connection was closed, by why")
    Map<String, Long> getClosed();

    /** Requests sent again because a kept connection had died. */
    @Meaning("requests sent again because a kept connection had died")
    long getReplays();

    /** Requests that the proxy answered itself, by why. */
    @Meaning("requests that the proxy answered itself, by why")
    Map<String, Long> getOwn();

    /** Requests that the upstream failed, by kind. */
    @Meaning("requests that the upstream failed, by kind")
    Map<String, Long> getFailures();
}
