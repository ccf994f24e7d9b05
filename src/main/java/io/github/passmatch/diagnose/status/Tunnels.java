package io.github.passmatch.diagnose.status;

import io.github.passmatch.upstream.OpenTunnel;
import io.github.passmatch.upstream.Upstream;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Describes the open tunnels of a rule. */
final class Tunnels {

    /** More are only counted. */
    private static final int MOST_SHOWN = 50;
    private static final double NANOS = 1e9;

    private Tunnels() { }

    /** The oldest ones, the oldest first. */
    private static List<OpenTunnel> oldest(Upstream upstream) {
        return upstream.tunnels().stream().sorted(Comparator.comparingLong(OpenTunnel::age).reversed()).limit(MOST_SHOWN).toList();
    }

    /** {@code 127.0.0.1 /ws, websocket: open for 12.0 s, idle for 0.5 s, 120 bytes to the upstream, 2000 to the client}. */
    static List<String> texts(Upstream upstream) {
        return oldest(upstream).stream().map(tunnel -> tunnel.client() + " " + tunnel.path() + ", " + tunnel.protocol() + ": open for " + seconds(tunnel.age()) + " s, idle for " + seconds(tunnel.idle()) + " s, "
                + tunnel.sent() + " bytes to the upstream, " + tunnel.received() + " to the client").toList();
    }

    static List<Map<String, Object>> maps(Upstream upstream) {
        return oldest(upstream).stream().map(Tunnels::map).toList();
    }

    private static Map<String, Object> map(OpenTunnel tunnel) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("client", tunnel.client());
        out.put("path", tunnel.path());
        out.put("protocol", tunnel.protocol());
        out.put("ageSeconds", seconds(tunnel.age()));
        out.put("idleSeconds", seconds(tunnel.idle()));
        out.put("sent", tunnel.sent());
        out.put("received", tunnel.received());
        return out;
    }

    /** To a tenth. */
    private static double seconds(long nanos) {
        return Math.round(nanos / NANOS * 10) / 10.0;
    }
}
