package io.github.passmatch.rules.users;

import io.github.passmatch.rules.access.Authentication;
import io.github.passmatch.rules.access.Login;
import io.github.passmatch.rules.environment.RequestFacts;
import java.util.Optional;

/** Checks the {@code Authorization} field of one request against a password file. */
record BasicAuthentication(LoginSettings settings, RequestFacts request) implements Authentication {

    @Override
    public boolean isConfigured() {
        return true;
    }

    @Override
    public Login login() {
        if (settings.realm().isEmpty()) return new Login.Impossible("AuthType Basic applies to the path, but no AuthName");
        Optional<BasicCredentials> sent = BasicCredentials.of(request.fields("Authorization"));
        if (sent.isEmpty()) return Login.Failure.MISSING;
        if (settings.passwords().isEmpty()) return new Login.Impossible("AuthType Basic applies to the path, but no AuthUserFile");
        BasicCredentials credentials = sent.get();
        return settings.passwords().get().accepts(credentials.user(), credentials.password()) ? new Login.User(credentials.user()) : Login.Failure.WRONG;
    }

    @Override
    public boolean isMember(String user, String group) {
        return settings.groups().isPresent() && settings.groups().get().contains(group, user);
    }
}
