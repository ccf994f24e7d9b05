package io.github.passmatch.rules.users;

import io.github.passmatch.rules.access.Authentication;
import io.github.passmatch.rules.environment.RequestFacts;
import java.util.Objects;
import java.util.Optional;

/**
 * How users log in: the directives of mod_authn_core, mod_auth_basic, mod_authn_file and mod_authz_groupfile in one scope. Each one overrides that of an outer scope.
 *
 * @param basic     {@code AuthType}: true for {@code Basic}, false for {@code None}
 * @param realm     {@code AuthName}; a byte string
 * @param passwords {@code AuthUserFile}
 * @param groups    {@code AuthGroupFile}
 */
public record LoginSettings(Optional<Boolean> basic, Optional<String> realm, Optional<PasswordFile> passwords, Optional<GroupFile> groups) {

    /** No directive. */
    public static final LoginSettings NONE = new LoginSettings(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    public LoginSettings {
        Objects.requireNonNull(basic, "basic");
        Objects.requireNonNull(realm, "realm");
        Objects.requireNonNull(passwords, "passwords");
        Objects.requireNonNull(groups, "groups");
    }

    /** These settings, overridden by {@code later}. */
    public LoginSettings with(LoginSettings later) {
        if (later.equals(NONE)) return this;
        return new LoginSettings(later.basic.or(() -> basic), later.realm.or(() -> realm), later.passwords.or(() -> passwords), later.groups.or(() -> groups));
    }

    /** Whether an {@code AuthType} other than {@code None} applies. */
    boolean isOn() {
        return basic.orElse(false);
    }

    /** The authentication of one request. */
    public Authentication of(RequestFacts request) {
        return isOn() ? new BasicAuthentication(this, request) : Authentication.NONE;
    }

    /** The value of the {@code WWW-Authenticate} field, as httpd writes it; empty if users do not log in here. */
    public Optional<String> challenge() {
        return realm.filter(name -> isOn()).map(name -> "Basic realm=\"" + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"');
    }
}
