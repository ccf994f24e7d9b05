package io.github.passmatch.diagnose;

import java.util.Map;

/** The figures of one rule for JMX: the same as in {@link RuleFigures}, in types that every console can show. */
public interface RuleMXBean {

    /** The rule as it would be written, without parameters. */
    String getRule();

    /** Where it stands. */
    String getLine();

    /** What was decided about reuse, and because of what. */
    String getReuse();

    /** Requests that are over, by class of status. */
    Map<String, Long> getRequests();

    /** Requests that are over, by how they ended. */
    Map<String, Long> getEndings();

    /** Requests that have come and are not over. */
    long getInFlight();

    /** The mean time of a request. */
    double getMeanMillis();

    /** Bytes of request bodies. */
    long getBytesToUpstream();

    /** Bytes of response bodies. */
    long getBytesFromUpstream();

    /** Connections in use. */
    int getLeased();

    /** Connections kept for the next request. */
    int getIdle();

    /** Requests that wait for a connection. */
    int getWaiting();

    /** Exchanges on a new connection, by why. */
    Map<String, Long> getOpened();

    /** Exchanges on a kept connection. */
    long getReused();

    /** The part of the exchanges that went over a kept connection, 0 to 1. */
    double getReuseRatio();

    /** Exchanges after which the connection was kept. */
    long getKept();

    /** Exchanges after which the connection was closed, by why. */
    Map<String, Long> getClosed();

    /** Requests sent again because a kept connection had died. */
    long getReplays();

    /** Requests that the upstream failed, by kind. */
    Map<String, Long> getFailures();
}
