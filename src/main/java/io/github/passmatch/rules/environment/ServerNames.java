package io.github.passmatch.rules.environment;

import io.github.passmatch.rules.target.Authority;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Gives the name, the port and the scheme under which a client reaches a server, as httpd does for its variables and for its own URLs.
 *
 * @param name      {@code ServerName} without scheme and port; empty: the name of this machine
 * @param port      the port of {@code ServerName}, if it has one
 * @param scheme    the scheme of {@code ServerName}, if it has one
 * @param canonical {@code UseCanonicalName}: whether name and port of the client's {@code Host} field are ignored
 */
public record ServerNames(Optional<String> name, OptionalInt port, Optional<String> scheme, boolean canonical) {

    private static final int LONGEST_PORT = 5;

    public ServerNames {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(port, "port");
        Objects.requireNonNull(scheme, "scheme");
    }

    /** {@code ServerName}, or the name of this machine. */
    public String configured() {
        return name.orElseGet(Machine::name);
    }

    /** The host of the request in lower case, without port and without a dot at the end; otherwise {@link #configured}. */
    public String host(RequestFacts request) {
        String host = written(request);
        return host.isEmpty() ? configured() : host.substring(0, startOfPort(host)).toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
    }

    /** The port that the client wrote, otherwise the port of {@code ServerName}, otherwise the default port of the scheme. */
    public int port(RequestFacts request) {
        String host = written(request);
        String digits = host.substring(Math.min(host.length(), startOfPort(host) + 1));
        boolean number = !digits.isEmpty() && digits.length() <= LONGEST_PORT && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        if (number && Integer.parseInt(digits) > 0) return Integer.parseInt(digits);
        return canonicalPort(request);
    }

    /** The port of {@code ServerName}, otherwise the default port of the scheme, whatever the client wrote. */
    public int canonicalPort(RequestFacts request) {
        return port.orElseGet(() -> Authority.defaultPort(scheme(request)));
    }

    /** A colon and the port; empty text for the default port of the scheme. */
    public String portSuffix(RequestFacts request) {
        int number = port(request);
        return number == Authority.defaultPort(scheme(request)) ? "" : ":" + number;
    }

    /** Scheme and authority of the URLs by which the client reaches the server, without the default port. */
    public String origin(RequestFacts request) {
        return scheme(request) + "://" + host(request) + portSuffix(request);
    }

    /** {@code ServerName https://…} states that clients use TLS, which ends before this server. If the connection itself has TLS, the scheme is always https. */
    public String scheme(RequestFacts request) {
        return scheme.filter("https"::equals).orElseGet(request::scheme);
    }

    private String written(RequestFacts request) {
        String host = canonical ? null : request.host();
        return host == null ? "" : host;
    }

    /** The position of the colon before the port, or the end. */
    private static int startOfPort(String host) {
        int colon = host.indexOf(':', Math.max(0, host.indexOf(']')));
        return colon < 0 ? host.length() : colon;
    }

    /** Looked up once, and only if a server has no name. */
    private static final class Machine {
        private static final String NAME = find();

        static String name() {
            return NAME;
        }

        private static String find() {
            try {
                return InetAddress.getLocalHost().getHostName();
            } catch (UnknownHostException e) {
                return "localhost";
            }
        }
    }
}
