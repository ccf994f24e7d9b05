package io.github.passmatch.rules.users;

import io.github.passmatch.rules.access.Authentication;
import io.github.passmatch.rules.environment.RequestFacts;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How users log in: the directives of mod_authn_core, mod_auth_basic, mod_authn_file and mod_authz_groupfile in one scope. Each one overrides that of an outer scope.
 *
 * @param type      {@code AuthType}
 * @param elsewhere whether something else authenticates the users of {@code AuthType Basic}: a provider other than {@code file}, after {@code PassmatchAccessControl Elsewhere}
 * @param realm     {@code AuthName}; a byte string
 * @param providers {@code AuthBasicProvider}: the first one that knows the user decides; empty: not set, only {@link PasswordProvider#FILE}
 * @param passwords {@code AuthUserFile}
 * @param groups    {@code AuthGroupFile}
 */
public record LoginSettings(Optional<Type> type, Optional<Boolean> elsewhere, Optional<String> realm, List<PasswordProvider> providers, Optional<PasswordFile> passwords,
                            Optional<GroupFile> groups) {

    /** The argument of {@code AuthType}. */
    public enum Type {
        NONE,
        BASIC,
        /** Another type, after {@code PassmatchAccessControl Elsewhere}. */
        ELSEWHERE
    }

    /** No directive. */
    public static final LoginSettings NONE = new LoginSettings(Optional.empty(), Optional.empty(), Optional.empty(), List.of(), Optional.empty(), Optional.empty());

    public LoginSettings {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(elsewhere, "elsewhere");
        Objects.requireNonNull(realm, "realm");
        providers = List.copyOf(providers);
        Objects.requireNonNull(passwords, "passwords");
        Objects.requireNonNull(groups, "groups");
    }

    /** These settings, overridden by {@code later}. */
    public LoginSettings with(LoginSettings later) {
        if (later.equals(NONE)) return this;
        return new LoginSettings(later.type.or(() -> type), later.elsewhere.or(() -> elsewhere), later.realm.or(() -> realm), later.providers.isEmpty() ? providers : later.providers,
                later.passwords.or(() -> passwords), later.groups.or(() -> groups));
    }

    /** Whether {@code AuthType Basic} applies. */
    public boolean isBasic() {
        return type.filter(Type.BASIC::equals).isPresent() && !elsewhere.orElse(false);
    }

    /** Whether something else authenticates the users: then it also decides about lines such as {@code Require valid-user}. */
    public boolean isElsewhere() {
        return type.isPresent() && type.get() != Type.NONE && !isBasic();
    }

    /** The authentication of one request. */
    public Authentication of(RequestFacts request) {
        return isBasic() ? new BasicAuthentication(this, request) : Authentication.NONE;
    }

    /** The value of the {@code WWW-Authenticate} field, as httpd writes it; empty if users do not log in here. */
    public Optional<String> challenge() {
        return realm.filter(name -> isBasic()).map(name -> "Basic realm=\"" + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"');
    }
}
