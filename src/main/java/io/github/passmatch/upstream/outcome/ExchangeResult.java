package io.github.passmatch.upstream.outcome;

import io.github.passmatch.rules.Explained;

/** Lists how a request that matched a rule, or that was refused, can end. */
public enum ExchangeResult implements Explained {
    ANSWERED("answered", "the upstream answered, and its answer or the page that overrides it was passed on"),
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

    @Override
    public String code() {
        return code;
    }

    @Override
    public String sentence() {
        return sentence;
    }
}
