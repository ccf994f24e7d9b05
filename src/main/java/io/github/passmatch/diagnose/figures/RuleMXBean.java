package io.github.passmatch.diagnose.figures;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Map;

/** Shows the figures of one rule in JMX: the values of {@link RuleFigures}, in types that every console can display. */
public interface RuleMXBean {

    /** The text that consoles display beside an attribute: a few words without a full stop. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.METHOD)
    @interface Meaning {
        String value();
    }

    @Meaning("the rule as written in the configuration, without parameters")
    String getRule();

    @Meaning("file and line of the rule")
    String getLine();

    @Meaning("whether connections are reused, and why")
    String getReuse();

    @Meaning("finished requests by status class")
    Map<String, Long> getRequests();

    @Meaning("finished requests by result")
    Map<String, Long> getEndings();

    @Meaning("requests in flight")
    long getInFlight();

    @Meaning("mean duration of a request in milliseconds")
    double getMeanMillis();

    @Meaning("bytes of request bodies")
    long getBytesToUpstream();

    @Meaning("bytes of response bodies")
    long getBytesFromUpstream();

    @Meaning("connections in use")
    int getLeased();

    @Meaning("connections kept for the next request")
    int getIdle();

    @Meaning("requests that wait for a connection")
    int getWaiting();

    @Meaning("exchanges on a new connection, by reason")
    Map<String, Long> getOpened();

    @Meaning("exchanges on a kept connection")
    long getReused();

    @Meaning("share of the exchanges that used a kept connection, 0 to 1")
    double getReuseRatio();

    @Meaning("exchanges after which the connection was kept")
    long getKept();

    @Meaning("exchanges after which the connection was closed, by reason")
    Map<String, Long> getClosed();

    @Meaning("requests sent again because a kept connection had died")
    long getReplays();

    @Meaning("requests that the proxy answered itself, by reason")
    Map<String, Long> getOwn();

    @Meaning("requests that the upstream failed, by kind")
    Map<String, Long> getFailures();
}
