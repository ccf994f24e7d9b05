package io.github.passmatch.rules.environment;

import java.util.Optional;

/**
 * The on/off directives that can depend on the path; empty: not set.
 *
 * @param preserveHost  {@code ProxyPreserveHost}
 * @param addHeaders    {@code ProxyAddHeaders}: the three {@code X-Forwarded} fields
 * @param passExpect    {@code Proxy100Continue}
 * @param interpolate   {@code ProxyPassInterpolateEnv}
 * @param canonicalName {@code UseCanonicalName}
 * @param manager       {@code SetHandler balancer-manager}
 */
public record Switches(
        Optional<Boolean> preserveHost, Optional<Boolean> addHeaders, Optional<Boolean> passExpect, Optional<Boolean> interpolate, Optional<Boolean> canonicalName,
        Optional<Boolean> manager) {

    /** No directive. */
    public static final Switches UNSET = new Switches(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    public Switches with(Switches later) {
        return new Switches(later.preserveHost.or(() -> preserveHost), later.addHeaders.or(() -> addHeaders), later.passExpect.or(() -> passExpect),
                later.interpolate.or(() -> interpolate), later.canonicalName.or(() -> canonicalName), later.manager.or(() -> manager));
    }

    /** {@code ProxyPreserveHost}; default: off. */
    public boolean preservesHost() {
        return preserveHost.orElse(false);
    }

    /** {@code ProxyAddHeaders}; default: on. */
    public boolean addsHeaders() {
        return addHeaders.orElse(true);
    }

    /** {@code Proxy100Continue}; default: on. */
    public boolean passesExpect() {
        return passExpect.orElse(true);
    }

    /** {@code ProxyPassInterpolateEnv}; default: off. */
    public boolean interpolates() {
        return interpolate.orElse(false);
    }

    /** {@code UseCanonicalName}; default: off. */
    public boolean usesCanonicalName() {
        return canonicalName.orElse(false);
    }

    /** {@code SetHandler balancer-manager}; default: off. */
    public boolean managesBalancers() {
        return manager.orElse(false);
    }
}
