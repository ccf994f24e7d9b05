package io.github.passmatch.forward;

import io.github.passmatch.rules.SiteSettings;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** The name under which the proxy speaks of itself: {@code X-Forwarded-Server}, {@code Via}. */
final class Identity {

    private static final String PRODUCT = product();

    private final String serverName;
    private final int configuredPort;
    private final Optional<String> configuredScheme;
    private final SiteSettings.Via via;

    Identity(SiteSettings site) {
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
    String serverName() {
        return serverName;
    }

    /** Scheme, name and port of {@code ServerName}, as far as it has them; the rest as the client reached us. */
    String origin(HttpServletRequest clientRequest) {
        String scheme = configuredScheme.orElse(clientRequest.getScheme());
        int port = configuredPort > 0 ? configuredPort : configuredScheme.isPresent() ? ClientView.defaultPort(scheme) : clientRequest.getServerPort();
        return scheme + "://" + serverName + (port <= 0 || port == ClientView.defaultPort(scheme) ? "" : ":" + port);
    }

    boolean addsVia() {
        return via == SiteSettings.Via.ON || via == SiteSettings.Via.FULL;
    }

    /** Our element of a {@code Via} list (RFC 9110 §7.6.3); as in httpd, requests and answers alike carry the version that the client speaks. */
    String viaElement(HttpServletRequest clientRequest) {
        int named = ClientView.host(clientRequest) == null ? -1 : clientRequest.getServerPort();
        int port = configuredPort > 0 ? configuredPort : named;
        boolean usual = port <= 0 || port == ClientView.defaultPort(clientRequest.getScheme());
        String element = ClientView.version(clientRequest) + " " + serverName + (usual ? "" : ":" + port);
        return via == SiteSettings.Via.FULL ? element + " (" + PRODUCT + ")" : element;
    }
}
