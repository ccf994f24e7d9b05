package io.github.passmatch.rules.environment;

import java.util.Optional;

/** The environment variables that mod_proxy reads; a variable is effective if it is set, with any value (except {@link #INTERIM_RESPONSE}). */
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

    /** The name as written after {@code SetEnv}. */
    public String httpdName() {
        return httpdName;
    }

    /** The variable with this name; case-insensitive. */
    public static Optional<ProxyVariable> of(String name) {
        for (ProxyVariable variable : values()) if (variable.httpdName.equalsIgnoreCase(name)) return Optional.of(variable);
        return Optional.empty();
    }
}
