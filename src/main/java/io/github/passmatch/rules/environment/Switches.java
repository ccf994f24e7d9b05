package io.github.passmatch.rules.environment;

import java.util.Optional;

/**
 * What can be on or off and may differ from path to path; empty where nothing is said.
 *
 * @param preserveHost  {@code ProxyPreserveHost}
 * @param addHeaders    {@code ProxyAddHeaders}: the three {@code X-Forwarded} fields
 * @param passExpect    {@code Proxy100Continue}
 * @param interpolate   {@code ProxyPassInterpolateEnv}
 * @param canonicalName {@code UseCanonicalName}
 */
public record Switches(
        Optional<Boolean> preserveHost, Optional<Boolean> addHeaders, Optional<Boolean> passExpect, Optional<Boolean> interpolate, Optional<Boolean> canonicalName) {

    /** Nothing said. */
    public static final Switches UNSET = new Switches(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    public Switches with(Switches later) {
        return new Switches(later.preserveHost.or(() -> preserveHost), later.addHeaders.or(() -> addHeaders), later.passExpect.or(() -> passExpect),
                later.interpolate.or(() -> interpolate), later.canonicalName.or(() -> canonicalName));
    }

    /** {@code ProxyPreserveHost}; off unless said. */
    public boolean preservesHost() {
        return preserveHost.orElse(false);
    }

    /** {@code ProxyAddHeaders}; on unless said. */
    public boolean addsHeaders() {
        return addHeaders.orElse(true);
    }

    /** {@code Proxy100Continue}; on unless said. */
    public boolean passesExpect() {
        return passExpect.orElse(true);
    }

    /** {@code ProxyPassInterpolateEnv}; off unless said. */
    public boolean interpolates() {
        return interpolate.orElse(false);
    }

    /** {@code UseCanonicalName}; off unless said. */
    public boolean usesCanonicalName() {
        return canonicalName.orElse(false);
    }
}
