package io.github.passmatch.upstream.request;

import io.github.passmatch.rules.environment.RequestFacts;
import io.github.passmatch.rules.environment.ServerNames;
import io.github.passmatch.rules.server.ServerSettings;

/** Gives the name of the proxy for {@code X-Forwarded-Server}, {@code Via} and its URLs. */
public final class Identity {

    private static final String PRODUCT = product();

    private final String serverName;
    private final ServerNames plain;
    private final ServerNames canonical;
    private final ServerSettings.Via via;

    /** @param settings with {@code ServerName} and {@code ProxyVia} */
    public Identity(ServerSettings settings) {
        plain = settings.names(false);
        canonical = settings.names(true);
        serverName = plain.configured();
        via = settings.via();
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
        return names(canonical).origin(clientRequest);
    }

    private ServerNames names(boolean isCanonical) {
        return isCanonical ? canonical : plain;
    }

    /** Whether the proxy adds an element to {@code Via}. */
    public boolean addsVia() {
        return via == ServerSettings.Via.ON || via == ServerSettings.Via.FULL;
    }

    /** The proxy's element of a {@code Via} list (RFC 9110 §7.6.3); as in httpd, requests and responses both have the HTTP version of the client. The port is that of {@link #origin}. */
    public String viaElement(RequestFacts clientRequest, boolean canonical) {
        String element = version(clientRequest.protocol()) + " " + serverName + names(canonical).portSuffix(clientRequest);
        return via == ServerSettings.Via.FULL ? element + " (" + PRODUCT + ")" : element;
    }

    /** {@code HTTP/1.1} becomes {@code 1.1}. */
    private static String version(String protocol) {
        return protocol.startsWith("HTTP/") ? protocol.substring(5) : protocol;
    }
}
