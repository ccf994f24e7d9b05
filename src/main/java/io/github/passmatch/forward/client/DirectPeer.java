package io.github.passmatch.forward.client;

import io.github.passmatch.forward.container.ContainerRequest;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Enumeration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the address of a client that is connected directly to this server. The address that the Servlet API reports is not safe: valves, customizers and
 * filters replace it by the value of a header field, and any client can send such a field.
 */
public final class DirectPeer {

    private static final Set<String> FIELDS = Set.of("forwarded", "via", "x-real-ip", "x-client-ip", "true-client-ip", "cf-connecting-ip", "cf-connecting-ipv6", "fastly-client-ip",
            "fly-client-ip", "x-cluster-client-ip", "x-proxyuser-ip", "x-azure-clientip", "x-appengine-user-ip", "x-envoy-external-address", "proxy-client-ip", "proxy-ip", "wl-proxy-client-ip", "$wsra");
    private static final Set<String> PREFIXES = Set.of("x-forwarded-", "x-original-");

    private DirectPeer() { }

    /**
     * The address of the peer of the connection; empty if another proxy has relayed the request, if anything before this filter has changed the address, or if
     * the container does not report the peer. HTTP/1.0 counts as relayed, because old proxies that use it add no field. Other proxies
     * that add no field cannot be distinguished from clients.
     */
    public static Optional<String> address(HttpServletRequest clientRequest) {
        boolean maybeSilentProxy = clientRequest.getProtocol().equals("HTTP/1.0");
        return maybeSilentProxy || isChanged(clientRequest) ? Optional.empty() : ContainerRequest.of(clientRequest).unchangedPeer();
    }

    /** Checks every wrapper, because a filter can hide a field from later filters by a wrapper around the request. */
    private static boolean isChanged(HttpServletRequest clientRequest) {
        ServletRequest request = clientRequest;
        while (request instanceof HttpServletRequest seen) {
            if (isRelayed(seen) || !Objects.equals(seen.getRemoteAddr(), clientRequest.getRemoteAddr())) return true;
            request = seen instanceof ServletRequestWrapper wrapper ? wrapper.getRequest() : null;
        }
        return false;
    }

    private static boolean isRelayed(HttpServletRequest clientRequest) {
        Enumeration<String> names = clientRequest.getHeaderNames();
        while (names.hasMoreElements()) {
            String name = names.nextElement().toLowerCase(Locale.ROOT);
            if (FIELDS.contains(name) || PREFIXES.stream().anyMatch(name::startsWith)) return true;
        }
        return false;
    }
}
