package io.github.passmatch.upstream.outcome;

/** Lists the phases of an exchange, each with the setting that limits the wait. */
public enum Phase {
    ACQUIRE("waiting for a free connection", "acquire"),
    RESOLVE("resolving the host name", "the JVM's resolver"),
    CONNECT("connecting", "connectiontimeout"),
    TUNNEL("opening a tunnel through the remote proxy", "connectiontimeout"),
    TLS("performing the TLS handshake", "connectiontimeout"),
    SEND("sending the request", "timeout"),
    CONTINUE("waiting for 100 Continue", "ping"),
    HEAD("waiting for the response", "timeout"),
    BODY("reading the response body", "timeout");

    private final String doing;
    private final String limit;

    Phase(String doing, String limit) {
        this.doing = doing;
        this.limit = limit;
    }

    /** For the message "failed while …". */
    public String doing() {
        return doing;
    }

    /** The name of the parameter that limits this phase. */
    public String limitName() {
        return limit;
    }
}
