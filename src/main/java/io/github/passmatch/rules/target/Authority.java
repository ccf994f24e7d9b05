package io.github.passmatch.rules.target;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Scheme, host and port of an upstream, and the path of its unix socket if the upstream is not reached by TCP.
 *
 * @param scheme {@code http} or {@code https}; {@code ws} or {@code wss} if the URL of the rule has that; or {@link #BALANCER}
 * @param host   lower case; an IPv6 address without its brackets
 * @param port   1 to 65535; the default of the scheme if the URL has none
 * @param socket the path of a unix socket; host and port are then only used for the {@code Host} field
 * @param at     the address to which connections go, without a look-up of the host; host and port are then only used for the {@code Host} field and for TLS
 */
public record Authority(String scheme, String host, int port, Optional<String> socket, Optional<InetSocketAddress> at) {

    /** The scheme of balancers: then the host is the name of the balancer, and the port has no meaning. */
    public static final String BALANCER = "balancer";

    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]+");
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

    public Authority {
        Objects.requireNonNull(scheme, "scheme");
        host = host.toLowerCase(Locale.ROOT);
        Objects.requireNonNull(socket, "socket");
        Objects.requireNonNull(at, "at");
        if (host.isEmpty()) throw new IllegalArgumentException("the host is empty");
        if (port < 1 || port > 65535) throw new IllegalArgumentException("the port must be 1 to 65535, was " + port);
    }

    /** A server reached by TCP. */
    public Authority(String scheme, String host, int port) {
        this(scheme, host, port, Optional.empty());
    }

    /** A server reached by TCP, or by a unix socket. */
    public Authority(String scheme, String host, int port, Optional<String> socket) {
        this(scheme, host, port, socket, Optional.empty());
    }

    /** The address if {@code host} is an IP address; empty for a name. Names are not resolved. */
    public static Optional<InetAddress> address(String host) {
        boolean address = (host.indexOf(':') >= 0 ? IPV6 : IPV4).matcher(host).matches();
        try {
            return address ? Optional.of(InetAddress.getByName(host)) : Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** The default port of {@code scheme}. */
    public static int defaultPort(String scheme) {
        return isTls(scheme) ? 443 : 80;
    }

    /** Whether {@code scheme} demands TLS. */
    public static boolean isTls(String scheme) {
        return scheme.equals("https") || scheme.equals("wss");
    }

    /** Whether the connection uses TLS. */
    public boolean isTls() {
        return isTls(scheme);
    }

    /** The host of a {@code host:port}, without the brackets of an IPv6 address. */
    public static String hostOf(String authority) {
        int colon = authority.indexOf(':', Math.max(authority.indexOf(']'), 0));
        String host = colon < 0 ? authority : authority.substring(0, colon);
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    /** Whether this is a balancer, not a server. */
    public boolean isBalancer() {
        return scheme.equals(BALANCER);
    }

    /** The value of the {@code Host} field, without the port if it is the default of the scheme. */
    public String hostField() {
        String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return port == defaultPort(scheme) ? name : name + ":" + port;
    }

    @Override
    public String toString() {
        return socket.map(path -> "unix:" + path + "|").orElse("") + scheme + "://" + hostField();
    }
}
