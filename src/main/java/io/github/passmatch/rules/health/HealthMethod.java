package io.github.passmatch.rules.health;

import java.util.Locale;
import java.util.Optional;

/** {@code hcmethod}: what a health check does. */
public enum HealthMethod {
    /** Connects, and closes the connection. */
    TCP("", 0),
    /** Asks for {@code *}: {@code hcuri} does not count. */
    OPTIONS("OPTIONS", 0),
    HEAD("HEAD", 0),
    GET("GET", 0),
    OPTIONS11("OPTIONS", 1),
    HEAD11("HEAD", 1),
    GET11("GET", 1);

    private final String verb;
    private final int minorVersion;

    HealthMethod(String verb, int minorVersion) {
        this.verb = verb;
        this.minorVersion = minorVersion;
    }

    /** The method with this name, ignoring case. */
    public static Optional<HealthMethod> of(String name) {
        for (HealthMethod method : values()) if (method.name().equals(name.toUpperCase(Locale.ROOT))) return Optional.of(method);
        return Optional.empty();
    }

    /** Whether a request is sent. */
    public boolean asks() {
        return this != TCP;
    }

    /** The method of the request. Empty for TCP. */
    public String verb() {
        return verb;
    }

    /** Whether the request is for the server as a whole. */
    boolean isForServer() {
        return verb.equals("OPTIONS");
    }

    /** Whether the body of the response is read: as in httpd, only of GET. */
    public boolean readsBody() {
        return verb.equals("GET");
    }

    /** {@code HTTP/1.0}, or {@code HTTP/1.1} for the methods with 11 in their names. */
    String protocol() {
        return "HTTP/1." + minorVersion;
    }

    /** Whether the connection must be closed by a field: in HTTP/1.0, the upstream closes. */
    boolean needsClose() {
        return minorVersion == 1;
    }
}
