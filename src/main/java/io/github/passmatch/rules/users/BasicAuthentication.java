package io.github.passmatch.rules.users;

import io.github.passmatch.rules.access.Authentication;
import io.github.passmatch.rules.access.Login;
import io.github.passmatch.rules.environment.RequestFacts;
import java.util.List;
import java.util.Optional;

/** Checks the {@code Authorization} field of one request against the password files. */
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
        return login(sent.get(), settings.providers().isEmpty() ? List.of(PasswordProvider.FILE) : settings.providers());
    }

    /** The first file that has the user decides, else the last one. */
    private Login login(BasicCredentials credentials, List<PasswordProvider> providers) {
        PasswordFile file = null;
        for (PasswordProvider provider : providers) {
            file = provider.own().or(settings::passwords).orElse(null);
            if (file == null) return new Login.Impossible("AuthType Basic applies to the path, but no AuthUserFile");
            if (file.has(credentials.user())) break;
        }
        return file.accepts(credentials.user(), credentials.password()) ? new Login.User(credentials.user()) : Login.Failure.WRONG;
    }

    @Override
    public boolean isMember(String user, String group) {
        return settings.groups().isPresent() && settings.groups().get().contains(group, user);
    }
}
