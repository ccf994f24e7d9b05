package io.github.passmatch.rules.environment;

import java.util.Optional;

/** The environment variables that mod_proxy reads; presence counts, the value does not (but for {@link #INTERIM_RESPONSE}). */
public enum ProxyVariable {
    NO_KEEPALIVE("proxy-nokeepalive"),
    FORCE_HTTP_1_0("force-proxy-request-1.0"),
    INITIAL_NOT_POOLED("proxy-initial-not-pooled"),
    SEND_LENGTH("proxy-sendcl"),
    SEND_CHUNKED("proxy-sendchunked"),
    SEND_CHUNKS("proxy-sendchunks"),
    SEND_EXTRA_CRLF("proxy-sendextracrlf"),
    PREFETCH_NONBLOCKING("proxy-prefetch-nonblocking"),
    INTERIM_RESPONSE("proxy-interim-response"),
    CHAIN_AUTH("proxy-chain-auth"),
    NO_HALF_CLOSE("proxy-nohalfclose"),
    NO_PROXY("no-proxy");

    private final String httpdName;

    ProxyVariable(String httpdName) {
        this.httpdName = httpdName;
    }

    /** As it is written behind {@code SetEnv}. */
    public String httpdName() {
        return httpdName;
    }

    /** The variable of that name, in any case. */
    public static Optional<ProxyVariable> of(String name) {
        for (ProxyVariable variable : values()) if (variable.httpdName.equalsIgnoreCase(name)) return Optional.of(variable);
        return Optional.empty();
    }
}
