package io.github.passmatch.forward;

import io.github.passmatch.rules.SiteSettings;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** The name under which the proxy speaks of itself: {@code X-Forwarded-Server}, {@code Via}. */
final class Identity {

    private static final String PRODUCT = product();

    private final String serverName;
    private final int configuredPort;
    private final SiteSettings.Via via;

    Identity(SiteSettings site) {
        serverName = site.serverName().orElseGet(Identity::hostName);
        configuredPort = site.serverPort().orElse(-1);
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
