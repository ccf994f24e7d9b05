package io.github.passmatch.rules.server;

import io.github.passmatch.rules.access.AccessFacts;
import io.github.passmatch.rules.access.Authentication;
import io.github.passmatch.rules.environment.ClientNames;
import io.github.passmatch.rules.environment.Environment;
import io.github.passmatch.rules.environment.RequestFacts;
import io.github.passmatch.rules.target.IpAddress;
import io.github.passmatch.rules.users.LoginSettings;
import java.net.InetAddress;
import java.util.Optional;

/** The facts of a request on which access depends. The address of the client is read once, because each line with networks compares the address. */
record RequestAccess(RequestFacts request, Environment environment, LoginSettings login, Optional<InetAddress> clientAddress) implements AccessFacts {

    RequestAccess(RequestFacts request, Environment environment, LoginSettings login) {
        this(request, environment, login, address(request.remoteAddress()));
    }

    @Override
    public String method() {
        return request.method();
    }

    @Override
    public Optional<InetAddress> serverAddress() {
        return address(request.serverAddress());
    }

    @Override
    public Optional<ClientNames> clientNames() {
        return request.clientNames();
    }

    private static Optional<InetAddress> address(String text) {
        return text == null ? Optional.empty() : IpAddress.parse(text);
    }

    @Override
    public boolean hasVariable(String name) {
        return environment.get(name) != null;
    }

    @Override
    public boolean variablesAreKnown() {
        return !environment.isUncertain();
    }

    @Override
    public Authentication authentication() {
        return login.of(request);
    }
}
