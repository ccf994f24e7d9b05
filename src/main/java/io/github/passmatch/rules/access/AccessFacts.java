package io.github.passmatch.rules.access;

import io.github.passmatch.rules.environment.ClientNames;
import java.net.InetAddress;
import java.util.Optional;

/** The facts of one request on which access can depend. Read on the thread of the request. */
public interface AccessFacts {

    /** Any token; case is preserved. */
    String method();

    /** The address of the client, after {@code RemoteIPHeader}; empty if unknown. An IPv4-mapped IPv6 address is given as IPv4. */
    Optional<InetAddress> clientAddress();

    /** The local address of the client's connection; empty if unknown. */
    Optional<InetAddress> serverAddress();

    /** Looks up the name of the client; empty if names cannot be looked up. */
    Optional<ClientNames> clientNames();

    /** Whether the environment of the request has the variable. {@code SetEnvIf} is applied before, {@code SetEnv} after the decision, as in httpd. */
    boolean hasVariable(String name);

    /** Whether all variables are known; not if a condition was stopped because it needs too many steps. */
    boolean variablesAreKnown();

    /** How users are authenticated for this request. */
    Authentication authentication();
}
