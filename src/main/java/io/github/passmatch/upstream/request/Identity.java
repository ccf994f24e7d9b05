package io.github.passmatch.upstream.request;

import io.github.passmatch.rules.environment.RequestFacts;
import io.github.passmatch.rules.server.ServerSettings;
import io.github.passmatch.rules.target.Authority;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;

/** Gives the name of the proxy for {@code X-Forwarded-Server}, {@code Via} and its URLs. */
public final class Identity {

    private static final String PRODUCT = product();

    private final String serverName;
    private final int configuredPort;
    private final Optional<String> configuredScheme;
    private final ServerSettings.Via via;

    /** @param settings with {@code ServerName} and {@code ProxyVia} */
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
     * Scheme and authority of the URLs by which clients reach this server, as httpd writes them: the host in lower case, without a dot at the end, and without the default port.
     *
     * @param canonical {@code UseCanonicalName}: whether name and port of the client's {@code Host} field are ignored
     */
    public String origin(RequestFacts clientRequest, boolean canonical) {
        String host = canonical ? null : clientRequest.host();
        return scheme(clientRequest) + "://" + (host == null ? serverName : withoutPort(host)) + portSuffix(clientRequest, canonical);
    }

    private static String withoutPort(String host) {
        return host.substring(0, startOfPort(host)).toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
    }

    /** The position of the colon before the port, or the end. */
    private static int startOfPort(String host) {
        int colon = host.indexOf(':', Math.max(0, host.indexOf(']')));
        return colon < 0 ? host.length() : colon;
    }

    /** {@code ServerName https://…} states that clients use TLS, which ends before this server. If the connection itself has TLS, the scheme is always https. */
    private String scheme(RequestFacts clientRequest) {
        return configuredScheme.filter("https"::equals).orElseGet(clientRequest::scheme);
    }

    /** The port that the client has sent, or that of {@code ServerName}; empty for the default port of the scheme. */
    private String portSuffix(RequestFacts clientRequest, boolean canonical) {
        int written = canonical || clientRequest.host() == null ? -1 : port(clientRequest.host());
        int port = written > 0 ? written : configuredPort;
        return port <= 0 || port == Authority.defaultPort(scheme(clientRequest)) ? "" : ":" + port;
    }

    private static int port(String host) {
        String digits = host.substring(Math.min(host.length(), startOfPort(host) + 1));
        return Tokens.isNumber(digits, 5) ? Integer.parseInt(digits) : -1;
    }

    /** Whether the proxy adds an element to {@code Via}. */
    public boolean addsVia() {
        return via == ServerSettings.Via.ON || via == ServerSettings.Via.FULL;
    }

    /** The proxy's element of a {@code Via} list (RFC 9110 §7.6.3); as in httpd, requests and responses both have the HTTP version of the client. The port is that of {@link #origin}. */
    public String viaElement(RequestFacts clientRequest, boolean canonical) {
        String element = version(clientRequest.protocol()) + " " + serverName + portSuffix(clientRequest, canonical);
        return via == ServerSettings.Via.FULL ? element + " (" + PRODUCT + ")" : element;
    }

    /** {@code HTTP/1.1} becomes {@code 1.1}. */
    private static String version(String protocol) {
        return protocol.startsWith("HTTP/") ? protocol.substring(5) : protocol;
    }
}
