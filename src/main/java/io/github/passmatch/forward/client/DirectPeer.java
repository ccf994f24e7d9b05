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
 * The address of a client that has sent its request straight to this server. The address that the Servlet API reports is not enough: valves, customizers and
 * filters replace it by what a header field says, and anybody can send a header field.
 */
public final class DirectPeer {

    private static final Set<String> FIELDS = Set.of("forwarded", "via", "x-real-ip", "x-client-ip", "true-client-ip", "cf-connecting-ip", "cf-connecting-ipv6", "fastly-client-ip",
            "fly-client-ip", "x-cluster-client-ip", "x-proxyuser-ip", "x-azure-clientip", "x-appengine-user-ip", "x-envoy-external-address", "proxy-client-ip", "proxy-ip", "wl-proxy-client-ip", "$wsra");
    private static final Set<String> PREFIXES = Set.of("x-forwarded-", "x-original-");

    private DirectPeer() { }

    /**
     * The address of the connection's other end; empty if another proxy has relayed the request, if anything before this filter has changed the address, or if
     * the container does not tell whose address it is. HTTP/1.0 counts as relayed, because the proxies that still speak it are those that add no field. Any other proxy
     * that adds none cannot be told from a client.
     */
    public static Optional<String> address(HttpServletRequest clientRequest) {
        boolean silentProxy = clientRequest.getProtocol().equals("HTTP/1.0");
        return silentProxy || isChanged(clientRequest) ? Optional.empty() : ContainerRequest.of(clientRequest).unchangedPeer();
    }

    /** Looks into every wrapper, because a filter that hides a field from those behind it puts a wrapper around the request that has it. */
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
