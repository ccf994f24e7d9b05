package io.github.passmatch.rules.balance;

import io.github.passmatch.rules.Explained;

/** Why a member is in error. */
public enum ErrorCause implements Explained {
    /** No connection: refused, no route, no address in time, no unix socket. */
    CONNECT("connect", "the connect failed"),
    /** {@code ping}: no 100 (Continue) in time. */
    PING("ping", "the upstream did not answer Expect: 100-continue in time"),
    /** The name of the upstream has no address. */
    NAME("name", "the name does not resolve"),
    /** TLS handshake or certificate. */
    TLS("tls", "the TLS handshake failed"),
    /** {@code failonstatus}. */
    STATUS("status", "failonstatus names the status of its response"),
    /** {@code failontimeout}. */
    TIMEOUT("timeout", "it sent no response within timeout");

    private final String code;
    private final String sentence;

    ErrorCause(String code, String sentence) {
        this.code = code;
        this.sentence = sentence;
    }

    /** Whether nothing of the request reached the member: the request may go to another member, and a successful check ends the error. */
    public boolean beforeRequest() {
        return this != STATUS && this != TIMEOUT;
    }

    @Override
    public String code() {
        return code;
    }

    @Override
    public String sentence() {
        return sentence;
    }
}
