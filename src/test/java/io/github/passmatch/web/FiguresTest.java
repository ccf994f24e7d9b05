package io.github.passmatch.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.passmatch.diagnose.figures.RuleFigures;
import io.github.passmatch.testing.LogLines;
import io.github.passmatch.testing.ProxyUnderTest;
import io.github.passmatch.testing.RawClient;
import io.github.passmatch.testing.RawUpstream;
import io.github.passmatch.upstream.outcome.LeaseVerdict;
import io.github.passmatch.upstream.outcome.ReleaseVerdict;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A thousand requests with all kinds of ends: what the proxy tells, in every way it tells it, is what the far ends counted. */
@Timeout(120)
class FiguresTest {

    private static final int CLIENTS = 4;
    private static final int REQUESTS = 250;
    private static final List<String> PATHS = List.of("ok", "ok", "ok", "ok", "chunked", "close", "post", "missing", "error", "dead", "garbage", "short", "refused%2F");

    private final AtomicLong bodyBytes = new AtomicLong();
    private final Map<Integer, Long> statuses = new ConcurrentHashMap<>();

    private RawUpstream upstream() throws Exception {
        return new RawUpstream(peer -> {
            for (RawUpstream.Request request = peer.read(); request != null; request = peer.read()) {
                String end = request.target().substring(request.target().lastIndexOf('/') + 1);
                peer.send(answer(end));
                if (List.of("close", "dead", "garbage", "short").contains(end)) return;
            }
        });
    }

    private String answer(String end) {
        bodyBytes.addAndGet(switch (end) {
            case "dead", "garbage", "missing" -> 0;
            case "short" -> 4;
            case "chunked" -> 8;
            default -> 2;
        });
        return switch (end) {
            case "dead" -> "";
            case "garbage" -> "what?\r\n\r\n";
            case "short" -> "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nfour";
            case "chunked" -> "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n5\r\nthree\r\n0\r\n\r\n";
            case "close" -> "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok";
            case "missing" -> "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";
            case "error" -> "HTTP/1.1 500 Oops\r\nContent-Length: 2\r\n\r\nno";
            default -> RawUpstream.OK;
        };
    }

    private void client(int port, int seed) throws Exception {
        Random random = new Random(seed);
        for (int i = 0; i < REQUESTS; i++) {
            String path = (random.nextBoolean() ? "/kept/" : "/closed/") + PATHS.get(random.nextInt(PATHS.size()));
            boolean post = path.endsWith("post");
            String body = post ? "Content-Length: 5\r\n\r\nhello" : "\r\n";
            RawClient.Answer answer = RawClient.ask(port, (post ? "POST " : "GET ") + path + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n" + body);
            statuses.merge(answer.status() / 100, 1L, Long::sum);
        }
    }

    private void run(ProxyUnderTest proxy) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                int seed = i;
                running.add(clients.submit(() -> {
                    client(proxy.port(), seed);
                    return null;
                }));
            }
            for (Future<?> client : running) client.get();
        } finally {
            clients.shutdown();
        }
    }

    @Test
    void allViewsAgreeWithWhatTheFarEndsCounted() throws Exception {
        try (RawUpstream kept = upstream();
             RawUpstream closed = upstream();
             LogLines access = LogLines.only("passmatch.access");
             ProxyUnderTest proxy = new ProxyUnderTest("PassmatchAccessLog JSON", "ProxyPass /kept http://" + kept.authority(),
                     "ProxyPassMatch ^/closed/(.*) http://" + closed.authority() + "/$1")) {
            run(proxy);
            List<String> lines = access.await(CLIENTS * REQUESTS);
            List<RuleFigures> rules = proxy.telemetry().rules();
            agrees(rules.get(0), kept);
            agrees(rules.get(1), closed);
            assertEquals(sentBy(kept) + sentBy(closed), rules.stream().mapToLong(RuleFigures::sent).sum());
            assertEquals(bodyBytes.get(), rules.stream().mapToLong(RuleFigures::received).sum());
            assertTrue(rules.get(0).reuseRatio().orElseThrow() > 0.3, "the first rule reuses");
            assertEquals(0, rules.get(1).reuseRatio().orElseThrow());
            for (RuleFigures rule : rules) {
                sameInPrometheus(rule, proxy.telemetry().prometheus().orElseThrow());
                sameInJmx(rule);
            }
            sameInTheAccessLog(rules, lines);
            assertEquals(100, proxy.telemetry().recent().size());
            long seconds = proxy.telemetry().seconds().stream().mapToLong(second -> second.requests()).sum();
            assertEquals(CLIENTS * REQUESTS, seconds);
        }
        assertEquals(0, ManagementFactory.getPlatformMBeanServer().queryNames(new ObjectName("io.github.passmatch:*"), null).size(), "all beans are gone");
    }

    private static void agrees(RuleFigures rule, RawUpstream upstream) {
        assertEquals(upstream.connections(), opened(rule), "connections");
        assertEquals(upstream.requests().size(), sum(rule.leases()) + rule.replays(), "a request that is sent twice counts once");
        assertEquals(upstream.requests().size(), sum(rule.releases()), "and each connection that it had is released");
        assertEquals(rule.releases().getOrDefault(ReleaseVerdict.Reason.DIED, 0L), rule.replays());
        assertEquals(rule.leases().getOrDefault(LeaseVerdict.Reason.REPLAY, 0L), rule.replays());
        long dead = upstream.requests().stream().filter(request -> request.target().endsWith("dead")).count();
        assertEquals(dead, rule.failures().entrySet().stream().filter(entry -> entry.getKey().code().equals("no-answer")).mapToLong(Map.Entry::getValue).sum() + rule.replays());
        assertEquals(0, rule.inFlight());
    }

    private static long sentBy(RawUpstream upstream) {
        return upstream.requests().stream().mapToLong(request -> request.body().length()).sum();
    }

    private static long opened(RuleFigures rule) {
        return sum(rule.leases()) - rule.leases().getOrDefault(LeaseVerdict.Reason.REUSED, 0L);
    }

    private static long sum(Map<?, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    private static void sameInPrometheus(RuleFigures rule, String text) {
        assertEquals(sum(rule.requests()), inPrometheus("passmatch_requests_total", rule, text));
        assertEquals(sum(rule.requests()), inPrometheus("passmatch_request_duration_seconds_count", rule, text));
        assertEquals(opened(rule), inPrometheus("passmatch_connections_opened_total", rule, text));
        assertEquals(sum(rule.leases()) - opened(rule), inPrometheus("passmatch_connections_reused_total", rule, text));
        assertEquals(sum(rule.releases()), inPrometheus("passmatch_connections_closed_total", rule, text) + inPrometheus("passmatch_connections_kept_total", rule, text));
        assertEquals(sum(rule.failures()), inPrometheus("passmatch_failures_total", rule, text));
        assertEquals(sum(rule.endings()), inPrometheus("passmatch_endings_total", rule, text));
        assertEquals(rule.replays(), inPrometheus("passmatch_replays_total", rule, text));
        assertEquals(rule.sent() + rule.received(), inPrometheus("passmatch_bytes_total", rule, text));
        assertEquals(rule.upstream().idle(), inPrometheus("passmatch_connections", rule, text), "only idle ones are left");
        assertEquals(0, inPrometheus("passmatch_in_flight", rule, text));
    }

    /** The sum over all other labels. */
    private static long inPrometheus(String name, RuleFigures rule, String text) {
        Matcher lines = Pattern.compile("(?m)^" + name + "\\{.*rule=\"" + rule.rule().number() + "\".*} (\\S+)$").matcher(text);
        double sum = 0;
        while (lines.find()) sum += Double.parseDouble(lines.group(1));
        return Math.round(sum);
    }

    private static void sameInJmx(RuleFigures rule) throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName name = server.queryNames(new ObjectName("io.github.passmatch:type=Rule,rule=" + rule.rule().number() + ",*"), null).iterator().next();
        assertEquals(sum(rule.requests()), inJmx(server, name, "Requests"));
        assertEquals(opened(rule), inJmx(server, name, "Opened"));
        assertEquals(sum(rule.failures()), inJmx(server, name, "Failures"));
        assertEquals(sum(rule.releases()), inJmx(server, name, "Closed") + (Long) server.getAttribute(name, "Kept"));
        assertEquals(sum(rule.leases()) - opened(rule), server.getAttribute(name, "Reused"));
        assertEquals(rule.received(), server.getAttribute(name, "BytesFromUpstream"));
        assertEquals(rule.upstream().idle(), server.getAttribute(name, "Idle"));
    }

    private static long inJmx(MBeanServer server, ObjectName name, String attribute) throws Exception {
        long sum = 0;
        for (Object row : ((TabularData) server.getAttribute(name, attribute)).values()) sum += (Long) ((CompositeData) row).get("value");
        return sum;
    }

    private void sameInTheAccessLog(List<RuleFigures> rules, List<String> lines) {
        List<JsonObject> told = lines.stream().map(line -> JsonParser.parseString(line).getAsJsonObject()).toList();
        Map<Integer, Long> byStatus = new TreeMap<>();
        told.forEach(line -> byStatus.merge(line.get("status").getAsInt() / 100, 1L, Long::sum));
        assertEquals(new TreeMap<>(statuses), byStatus);
        for (RuleFigures rule : rules) {
            List<JsonObject> own = told.stream().filter(line -> line.get("rule").getAsString().equals("" + rule.rule().number()) && !line.get("lease").isJsonNull()).toList();
            long replayed = own.stream().filter(line -> line.get("replayed").getAsBoolean()).count();
            assertEquals(sum(rule.leases()), own.size());
            assertEquals(rule.replays(), replayed);
            assertEquals(opened(rule), own.stream().filter(line -> line.get("lease").getAsString().startsWith("new:")).count());
            assertEquals(rule.received(), own.stream().mapToLong(line -> line.get("received").getAsLong()).sum());
        }
    }
}
