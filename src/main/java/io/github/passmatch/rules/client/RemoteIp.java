package io.github.passmatch.rules.client;

import io.github.passmatch.rules.connection.DirectHost;
import io.github.passmatch.rules.environment.RequestFacts;
import io.github.passmatch.rules.target.Authority;
import io.github.passmatch.rules.target.IpAddress;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Finds the address of the client in a header field that trusted proxies have written, as httpd's mod_remoteip does. Immutable.
 *
 * @param header  {@code RemoteIPHeader}
 * @param proxies {@code RemoteIPInternalProxy} and {@code RemoteIPTrustedProxy}, in the order of the file; empty: every peer counts as a trusted proxy
 * @param record  {@code RemoteIPProxiesHeader}: the request field for the addresses of the trusted proxies
 */
public record RemoteIp(String header, List<Proxy> proxies, Optional<String> record) {

    /**
     * The proxies in one network.
     *
     * @param network  their addresses
     * @param internal {@code RemoteIPInternalProxy}: the proxies may report private addresses, and are not recorded
     */
    public record Proxy(DirectHost.Network network, boolean internal) {
        public Proxy {
            Objects.requireNonNull(network, "network");
        }
    }

    public RemoteIp {
        Objects.requireNonNull(header, "header");
        proxies = List.copyOf(proxies);
        Objects.requireNonNull(record, "record");
    }

    /** The request with the address of the client, and with the header field without the entries that were used; {@code request} itself if nothing changes. */
    public RequestFacts behindProxies(RequestFacts request) {
        List<String> values = request.fields(header);
        if (values.isEmpty() || request.isBehindProxy()) return request;
        Walk walk = new Walk(request.remoteAddress(), String.join(", ", values));
        while (walk.canContinue() && walk.isTrusted(proxies) && walk.take()) walk.taken++;
        return walk.taken == 0 ? request : new ProxiedRequest(request, header, walk.address, Optional.ofNullable(walk.rest), record, walk.external);
    }

    /** The state while the field is read from right to left. */
    private static final class Walk {
        private String address;
        private Optional<InetAddress> parsed;
        private String rest;                // null if no entry is left
        private boolean onlyInternal = true;
        private int taken;
        private final List<String> external = new ArrayList<>();

        Walk(String address, String value) {
            this.address = address;
            this.parsed = IpAddress.parse(address);
            this.rest = value;
        }

        boolean canContinue() {
            return rest != null;
        }

        /** An external proxy cannot introduce an internal one: behind an external proxy, every proxy counts as external. */
        boolean isTrusted(List<Proxy> proxies) {
            if (proxies.isEmpty()) {
                onlyInternal = false;
                return true;
            }
            for (Proxy proxy : proxies) {
                if (parsed.isPresent() && proxy.network().contains(parsed.get())) {
                    onlyInternal &= proxy.internal();
                    return true;
                }
            }
            return false;
        }

        /** Moves to the last entry of the field; false if the entry is not an address that the present proxy may report. */
        boolean take() {
            rest = withoutSpacesBehind(rest);
            int comma = rest.lastIndexOf(',');
            String entry = withoutSpacesBefore(rest.substring(comma + 1));
            Optional<InetAddress> found = address(entry);
            if (found.isEmpty() || !onlyInternal && isPrivate(found.get())) {
                if (comma < 0) rest = entry;
                return false;
            }
            if (!onlyInternal) external.add(address);
            rest = comma < 0 ? null : rest.substring(0, comma);
            parsed = found;
            address = IpAddress.canonical(entry);
            return true;
        }
    }

    /** Only spaces, as in httpd: an entry next to a tab is not an address. */
    private static String withoutSpacesBehind(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == ' ') end--;
        return text.substring(0, end);
    }

    private static String withoutSpacesBefore(String text) {
        int start = 0;
        while (start < text.length() && text.charAt(start) == ' ') start++;
        return text.substring(start);
    }

    /** No host names, ports, brackets or zones, and IPv4 only as four decimal numbers without leading zeros. */
    private static Optional<InetAddress> address(String entry) {
        return Authority.address(entry).filter(address -> entry.indexOf(':') >= 0 || address.getHostAddress().equals(entry));
    }

    /** Addresses that mean nothing outside of one network: RFC 1918, loopback and link-local addresses, and IPv6 outside of 2000::/3. */
    private static boolean isPrivate(InetAddress address) {
        if (address instanceof Inet4Address) return address.isSiteLocalAddress() || address.isLoopbackAddress() || address.isLinkLocalAddress();
        return (address.getAddress()[0] & 0xE0) != 0x20;
    }
}
