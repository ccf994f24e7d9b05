package io.github.passmatch.upstream.outcome;

import io.github.passmatch.rules.Explained;

/** Lists how a request that matched a rule, or that was refused, can end. */
public enum ExchangeResult implements Explained {
    ANSWERED("answered", "the upstream answered, and its answer or the page that overrides it was passed on"),
    TUNNEL_CLIENT("tunnel:client-closed", "the connection was upgraded, and the client closed it"),
    TUNNEL_UPSTREAM("tunnel:upstream-closed", "the connection was upgraded, and the upstream closed it"),
    TUNNEL_IDLE("tunnel:idle", "the connection was upgraded, and had no traffic for longer than the limit"),
    TUNNEL_BROKEN("tunnel:broken", "the connection was upgraded, and broke"),
    TUNNEL_DRAINED("tunnel:drained", "the connection was upgraded, and draintime has passed since its member began to drain, or since its rule or member was removed"),
    TUNNEL_STOPPED("tunnel:stopped", "the connection was upgraded, and the proxy was stopped"),
    OWN("own", "the proxy answered itself, without asking an upstream"),
    FAILED("failed", "the upstream failed, and the proxy answered for it"),
    CUT("cut", "the answer broke off after its head was sent"),
    CLIENT_GONE("client-gone", "the client left"),
    BROKEN("broken", "the proxy itself failed");

    private final String code;
    private final String sentence;

    ExchangeResult(String code, String sentence) {
        this.code = code;
        this.sentence = sentence;
    }

    /** Whether the connection was upgraded. */
    public boolean isTunnel() {
        return code.startsWith("tunnel:");
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
