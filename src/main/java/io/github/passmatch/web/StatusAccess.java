package io.github.passmatch.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.passmatch.forward.client.DirectPeer;
import io.github.passmatch.rules.server.ProxyConfig;
import io.github.passmatch.rules.server.StatusPolicy;
import io.github.passmatch.rules.target.Authority;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Base64;
import java.util.Locale;

/**
 * Decides who may see the status page. For all others, the request is handled as if there were no status page.
 *
 * <p>Access by address is only for clients that connect directly (see {@link DirectPeer}). The host must be an address, localhost, or a name that is written in the
 * configuration without wildcards: with DNS rebinding, a page of an attacker has a name that leads here, and this name may match a wildcard.
 */
final class StatusAccess {

    private StatusAccess() { }

    /** Whether the request is for the status page, from a client that may see it. */
    static boolean isGranted(HttpServletRequest clientRequest, ProxyConfig config) {
        StatusPolicy policy = config.status();
        if (policy.path().isEmpty() || !isFor(policy.path().get(), clientRequest)) return false;
        if (!policy.tokens().isEmpty() && hasToken(clientRequest, policy)) return true;
        if (policy.audience().everybody()) return true;
        return isOurName(clientRequest.getServerName(), config) && policy.audience().admits(DirectPeer.address(clientRequest));
    }

    private static boolean isFor(String path, HttpServletRequest clientRequest) {
        String requested = RawPath.belowContext(clientRequest);
        return requested.equals(path) || requested.equals(path + "/");
    }

    static boolean isOurName(String host, ProxyConfig config) {
        String name = host == null ? "" : host.replaceAll("[\\[\\]]", "").toLowerCase(Locale.ROOT);
        return name.equals("localhost") || name.endsWith(".localhost") || Authority.address(name).isPresent() || config.hasServerName(name);
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
