package io.github.passmatch.rules.users;

import java.util.Objects;
import java.util.Optional;

/**
 * One provider of {@code AuthBasicProvider}.
 *
 * @param own the file that {@code <AuthnProviderAlias>} gives; empty: the {@code AuthUserFile} of the scope
 */
public record PasswordProvider(Optional<PasswordFile> own) {

    /** The provider {@code file}. */
    public static final PasswordProvider FILE = new PasswordProvider(Optional.empty());

    public PasswordProvider {
        Objects.requireNonNull(own, "own");
    }
}
