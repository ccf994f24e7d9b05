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
 * Who may see the status page. Whoever may not is told nothing of it: the request goes its way as if there were none.
 *
 * <p>By their address, only clients are let in that ask directly (see {@link DirectPeer}). And the host must be an address, localhost, or a name of ours that is written
 * out in the configuration: a page of a stranger whose name was made to lead here (DNS rebinding) names its own, which a pattern may fit.
 */
final class StatusAccess {

    private StatusAccess() { }

    /** Whether the request is one for the status page, from somebody who may see it. */
    static boolean isGranted(HttpServletRequest clientRequest, ProxyConfig config) {
        StatusPolicy policy = config.status();
        if (policy.path().isEmpty() || !isFor(policy.path().get(), clientRequest)) return false;
        if (!policy.tokens().isEmpty() && hasToken(clientRequest, policy)) return true;
        if (policy.audience().everybody()) return true;
        return isOurs(clientRequest.getServerName(), config) && policy.audience().admits(DirectPeer.address(clientRequest));
    }

    private static boolean isFor(String path, HttpServletRequest clientRequest) {
        String asked = RawPath.belowContext(clientRequest);
        return asked.startsWith(path) && (asked.length() == path.length() || asked.length() == path.length() + 1 && asked.endsWith("/"));
    }

    private static boolean isOurs(String host, ProxyConfig config) {
        String name = host == null ? "" : host.replaceAll("[\\[\\]]", "").toLowerCase(Locale.ROOT);
        return name.equals("localhost") || name.endsWith(".localhost") || Authority.address(name).isPresent() || config.hasServerName(name);
    }

    /** {@code Authorization: Bearer token}, or {@code Basic} with the token for a password, which a browser can send. */
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
