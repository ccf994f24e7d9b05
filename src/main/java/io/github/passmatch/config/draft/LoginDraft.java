package io.github.passmatch.config.draft;

import io.github.passmatch.rules.users.GroupFile;
import io.github.passmatch.rules.users.LoginSettings;
import io.github.passmatch.rules.users.PasswordFile;
import java.util.Optional;

/** Collects the {@code Auth} directives of one scope. */
public final class LoginDraft {
    public Optional<LoginSettings.Type> type = Optional.empty();
    /** Whether something else authenticates the users of {@code AuthType Basic}. */
    public Optional<Boolean> elsewhere = Optional.empty();
    public Optional<String> realm = Optional.empty();
    public Optional<PasswordFile> passwords = Optional.empty();
    public Optional<GroupFile> groups = Optional.empty();

    public LoginSettings build() {
        return new LoginSettings(type, elsewhere, realm, passwords, groups);
    }
}
