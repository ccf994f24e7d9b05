package io.github.passmatch.rules.server;

/** {@code PassmatchAccessLog}: whether there is a line for each exchange, and how it is written. */
public enum AccessLines {
    /** There is none. */
    OFF,
    /** For people. */
    TEXT,
    /** One JSON object a line, for machines. */
    JSON
}
