package io.github.passmatch.diagnose.status;

import io.github.passmatch.upstream.OpenTunnel;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Describes the open tunnels of a rule. */
final class Tunnels {

    /** More are only counted. */
    private static final int MOST_SHOWN = 50;
    private static final double NANOS = 1e9;

    private Tunnels() { }

    /** A tunnel and its age when it was looked at: ages grow while they are sorted. */
    private record Seen(OpenTunnel tunnel, long age) { }

    /** The oldest ones, the oldest first. */
    private static Stream<Seen> oldest(Collection<OpenTunnel> tunnels) {
        return tunnels.stream().map(tunnel -> new Seen(tunnel, tunnel.age())).sorted(Comparator.comparingLong(Seen::age).reversed()).limit(MOST_SHOWN);
    }

    /** {@code 127.0.0.1 /ws, websocket: open for 12.0 s, idle for 0.5 s, 120 bytes to the upstream, 2000 to the client}. */
    static List<String> texts(Collection<OpenTunnel> tunnels) {
        return oldest(tunnels).map(Tunnels::text).toList();
    }

    private static String text(Seen seen) {
        OpenTunnel tunnel = seen.tunnel();
        return tunnel.client() + " " + tunnel.path() + ", " + tunnel.protocol() + ": open for " + seconds(seen.age()) + " s, idle for " + seconds(tunnel.idle()) + " s, " + tunnel.sent()
                + " bytes to the upstream, " + tunnel.received() + " to the client";
    }

    static List<Map<String, Object>> maps(Collection<OpenTunnel> tunnels) {
        return oldest(tunnels).map(Tunnels::map).toList();
    }

    private static Map<String, Object> map(Seen seen) {
        OpenTunnel tunnel = seen.tunnel();
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("client", tunnel.client());
        out.put("path", tunnel.path());
        out.put("protocol", tunnel.protocol());
        out.put("ageSeconds", seconds(seen.age()));
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
