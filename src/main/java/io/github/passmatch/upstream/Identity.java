package io.github.passmatch.upstream;

import io.github.passmatch.rules.Authority;
import io.github.passmatch.rules.RequestFacts;
import io.github.passmatch.rules.SiteSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** The name under which the proxy speaks of itself: {@code X-Forwarded-Server}, {@code Via}. */
public final class Identity {

    private static final String PRODUCT = product();

    private final String serverName;
    private final int configuredPort;
    private final Optional<String> configuredScheme;
    private final SiteSettings.Via via;

    /** @param site whose {@code ServerName} and {@code ProxyVia} count */
    public Identity(SiteSettings site) {
        serverName = site.serverName().orElseGet(Identity::hostName);
        configuredPort = site.serverPort().orElse(-1);
        configuredScheme = site.serverScheme();
        via = site.via();
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

    /** Scheme, name and port of {@code ServerName}, as far as it has them; the rest as the client reached us. */
    public String origin(RequestFacts clientRequest) {
        String scheme = configuredScheme.orElse(clientRequest.scheme());
        int port = configuredPort > 0 ? configuredPort : configuredScheme.isPresent() ? Authority.defaultPort(scheme) : clientRequest.port();
        return scheme + "://" + serverName + (port <= 0 || port == Authority.defaultPort(scheme) ? "" : ":" + port);
    }

    /** Whether our element goes into {@code Via}. */
    public boolean addsVia() {
        return via == SiteSettings.Via.ON || via == SiteSettings.Via.FULL;
    }

    /** Our element of a {@code Via} list (RFC 9110 §7.6.3); as in httpd, requests and answers alike carry the version that the client speaks. */
    public String viaElement(RequestFacts clientRequest) {
        int named = clientRequest.host() == null ? -1 : clientRequest.port();
        int port = configuredPort > 0 ? configuredPort : named;
        boolean usual = port <= 0 || port == Authority.defaultPort(clientRequest.scheme());
        String element = version(clientRequest.protocol()) + " " + serverName + (usual ? "" : ":" + port);
        return via == SiteSettings.Via.FULL ? element + " (" + PRODUCT + ")" : element;
    }

    /** {@code HTTP/1.1} as {@code 1.1}. */
    private static String version(String protocol) {
        return protocol.startsWith("HTTP/") ? protocol.substring(5) : protocol;
    }
}
