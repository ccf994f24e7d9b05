package io.github.passmatch.upstream.request;

import io.github.passmatch.rules.environment.RequestFacts;
import io.github.passmatch.rules.server.ServerSettings;
import io.github.passmatch.rules.target.Authority;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;

/** The name under which the proxy speaks of itself: {@code X-Forwarded-Server}, {@code Via}. */
public final class Identity {

    private static final String PRODUCT = product();

    private final String serverName;
    private final int configuredPort;
    private final Optional<String> configuredScheme;
    private final ServerSettings.Via via;

    /** @param settings whose {@code ServerName} and {@code ProxyVia} count */
    public Identity(ServerSettings settings) {
        serverName = settings.serverName().orElseGet(Identity::hostName);
        configuredPort = settings.serverPort().orElse(-1);
        configuredScheme = settings.serverScheme();
        via = settings.via();
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    private static String product() {
        String version = Identity.class.getPackage().getImplementationVersion();
        return version == null ? "Passmatch" : "Passmatch/" + version;
    }

    /** Without port, as httpd sends it. */
    public String serverName() {
        return serverName;
    }

    /**
     * Scheme and authority of the URLs by which clients reach this server, as httpd writes them: the host in lower case, without the dot that may end a full name, and no default port.
     *
     * @param canonical {@code UseCanonicalName}: whether name and port of the client's {@code Host} field do not count
     */
    public String origin(RequestFacts clientRequest, boolean canonical) {
        String host = canonical ? null : clientRequest.host();
        return scheme(clientRequest) + "://" + (host == null ? serverName : withoutPort(host)) + portSuffix(clientRequest, canonical);
    }

    private static String withoutPort(String host) {
        return host.substring(0, startOfPort(host)).toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
    }

    /** Where the colon of the port is, or the end. */
    private static int startOfPort(String host) {
        int colon = host.indexOf(':', Math.max(0, host.indexOf(']')));
        return colon < 0 ? host.length() : colon;
    }

    /** {@code ServerName https://…} says that clients come by TLS, although it ends before this server; nothing takes TLS from a connection that has it. */
    private String scheme(RequestFacts clientRequest) {
        return configuredScheme.filter("https"::equals).orElseGet(clientRequest::scheme);
    }

    /** The port that the client has written, else that of {@code ServerName}; nothing for the scheme's own. */
    private String portSuffix(RequestFacts clientRequest, boolean canonical) {
        int written = canonical || clientRequest.host() == null ? -1 : port(clientRequest.host());
        int port = written > 0 ? written : configuredPort;
        return port <= 0 || port == Authority.defaultPort(scheme(clientRequest)) ? "" : ":" + port;
    }

    private static int port(String host) {
        String digits = host.substring(Math.min(host.length(), startOfPort(host) + 1));
        return Tokens.isNumber(digits, 5) ? Integer.parseInt(digits) : -1;
    }

    /** Whether our element goes into {@code Via}. */
    public boolean addsVia() {
        return via == ServerSettings.Via.ON || via == ServerSettings.Via.FULL;
    }

    /** Our element of a {@code Via} list (RFC 9110 §7.6.3); as in httpd, requests and answers alike carry the version that the client speaks. The port is that of {@link #origin}. */
    public String viaElement(RequestFacts clientRequest, boolean canonical) {
        String element = version(clientRequest.protocol()) + " " + serverName + portSuffix(clientRequest, canonical);
        return via == ServerSettings.Via.FULL ? element + " (" + PRODUCT + ")" : element;
    }

    /** {@code HTTP/1.1} as {@code 1.1}. */
    private static String version(String protocol) {
        return protocol.startsWith("HTTP/") ? protocol.substring(5) : protocol;
    }
}
