package io.github.passmatch.config.draft;

import io.github.passmatch.rules.users.GroupFile;
import io.github.passmatch.rules.users.LoginSettings;
import io.github.passmatch.rules.users.PasswordFile;
import io.github.passmatch.rules.users.PasswordProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects the {@code Auth} directives of one scope. */
public final class LoginDraft {
    public Optional<LoginSettings.Type> type = Optional.empty();
    /** Whether something else authenticates the users of {@code AuthType Basic}. */
    public Optional<Boolean> elsewhere = Optional.empty();
    public Optional<String> realm = Optional.empty();
    /** {@code AuthBasicProvider}; several lines add up. */
    public final List<PasswordProvider> providers = new ArrayList<>();
    public Optional<PasswordFile> passwords = Optional.empty();
    public Optional<GroupFile> groups = Optional.empty();

    /** Whether the lines name a file with passwords. */
    public boolean hasPasswords() {
        return passwords.isPresent() || providers.stream().anyMatch(provider -> provider.own().isPresent());
    }

    public LoginSettings build() {
        return new LoginSettings(type, elsewhere, realm, providers, passwords, groups);
    }
}
