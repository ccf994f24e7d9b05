package io.github.passmatch.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.passmatch.forward.client.ClientView;
import io.github.passmatch.forward.client.DirectPeer;
import io.github.passmatch.rules.server.Audience;
import io.github.passmatch.rules.server.ProxyConfig;
import io.github.passmatch.rules.server.StatusPolicy;
import io.github.passmatch.rules.target.Authority;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Base64;
import java.util.Locale;

/**
 * Decides who may see and use the pages that the filter itself serves: the status page and the balancer-manager.
 *
 * <p>Access by address is only for clients that connect directly (see {@link DirectPeer}). The host must be an address, localhost, or a name that is written in the
 * configuration without wildcards: with DNS rebinding, a page of an attacker has a name that leads here, and this name may match a wildcard.
 */
final class StatusAccess {

    private StatusAccess() { }

    /** Whether the client may see the status page. */
    static boolean isGranted(HttpServletRequest clientRequest, ProxyConfig config) {
        StatusPolicy policy = config.status();
        return !policy.tokens().isEmpty() && hasToken(clientRequest, policy) || admits(policy.audience(), clientRequest, config);
    }

    /** Whether the client belongs to {@code audience}. */
    static boolean admits(Audience audience, HttpServletRequest clientRequest, ProxyConfig config) {
        return audience.everybody() || isOurHost(clientRequest, config) && audience.admits(DirectPeer.address(clientRequest));
    }

    /** Whether no page of an attacker can have the host of the request. */
    static boolean isOurHost(HttpServletRequest clientRequest, ProxyConfig config) {
        String host = clientRequest.getServerName();
        String name = host == null ? "" : host.replaceAll("[\\[\\]]", "").toLowerCase(Locale.ROOT);
        return name.equals("localhost") || name.endsWith(".localhost") || Authority.address(name).isPresent() || config.hasServerName(name);
    }

    /** A form in a page of another site can make a browser send a POST; browsers send the origin (Fetch; older ones RFC 6454). */
    static boolean isFromOtherSite(HttpServletRequest clientRequest) {
        String site = clientRequest.getHeader("Sec-Fetch-Site");
        if (site != null) return !site.equals("same-origin") && !site.equals("none");
        String origin = clientRequest.getHeader("Origin");
        return origin != null && !origin.equals(ClientView.scheme(clientRequest) + "://" + clientRequest.getHeader("Host"));
    }

    /** {@code Authorization: Bearer token}, or {@code Basic} with the token as password, which a browser can send. */
    private static boolean hasToken(HttpServletRequest clientRequest, StatusPolicy policy) {
        String field = clientRequest.getHeader("Authorization");
        if (field == null) return false;
        if (field.regionMatches(true, 0, "Bearer ", 0, 7)) return policy.knows(field.substring(7).strip());
        return field.regionMatches(true, 0, "Basic ", 0, 6) && policy.knows(password(field.substring(6).strip()));
    }

    private static String password(String credentials) {
        try {
            String text = new String(Base64.getDecoder().decode(credentials), ISO_8859_1);
            return text.substring(text.indexOf(':') + 1);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
