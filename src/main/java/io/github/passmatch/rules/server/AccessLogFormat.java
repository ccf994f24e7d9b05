package io.github.passmatch.rules.server;

/** {@code PassmatchAccessLog}: whether a line is written for each exchange, and in which format. */
public enum AccessLogFormat {
    /** No access log. */
    OFF,
    /** Plain text. */
    TEXT,
    /** One JSON object per line. */
    JSON
}
