package io.github.passmatch.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.testing.ProxyUnderTest;
import io.github.passmatch.testing.RawClient;
import io.github.passmatch.testing.RawUpstream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An upstream that closes idle connections, each at a random moment, now and then just when the next request comes. */
@Timeout(120)
class IdleCloseTest {

    private static final long SEED = Long.getLong("passmatch.seed", 20261124L);
    private static final int CLIENTS = 8;
    private static final int REQUESTS = 10_000;
    private static final int LONGEST_IDLE_MILLIS = 3;

    private final Map<String, AtomicInteger> outcomes = new ConcurrentHashMap<>();
    private final Random random = new Random(SEED);

    /** Keeps a connection for a random while after each answer, then closes it whatever comes. */
    private RawUpstream closing() throws Exception {
        return new RawUpstream(peer -> {
            for (RawUpstream.Request request = peer.read(); request != null; request = peer.read()) {
                String id = request.target();
                peer.send("HTTP/1.1 200 OK\r\nContent-Length: " + id.length() + "\r\n\r\n" + id);
                if (!peer.awaitInput(1 + nextInt(LONGEST_IDLE_MILLIS)) || nextInt(4) == 0) return;      // in the second case with a request unread, which resets
            }
        });
    }

    private synchronized int nextInt(int bound) {
        return random.nextInt(bound);
    }

    @Test
    void noRequestThatMayBeRepeatedFailsAndNoOtherIsSentTwice() throws Exception {
        try (RawUpstream upstream = closing(); ProxyUnderTest proxy = new ProxyUnderTest("ProxyPass / http://" + upstream.authority() + "/")) {
            ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
            List<Future<?>> runs = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                int client = i;
                runs.add(clients.submit(() -> {
                    run(proxy.port(), client);
                    return null;
                }));
            }
            for (Future<?> run : runs) run.get();
            clients.shutdown();
            Map<String, Long> posts = upstream.requests().stream().filter(request -> request.method().equals("POST"))
                    .collect(Collectors.groupingBy(RawUpstream.Request::target, Collectors.counting()));
            assertTrue(posts.values().stream().allMatch(count -> count == 1), "a POST that the upstream has seen is not sent again");
            assertEquals(List.of(), outcomes.keySet().stream().filter(outcome -> !outcome.endsWith("200") && !outcome.equals("POST 502")).toList());
            System.out.println("idle closes, seed " + SEED + ": " + REQUESTS + " requests on " + upstream.connections() + " connections: " + outcomes);
        }
    }

    private void run(int port, int number) throws Exception {
        try (RawClient client = new RawClient(port)) {
            for (int i = 0; i < REQUESTS / CLIENTS; i++) {
                String method = List.of("GET", "GET", "GET", "PUT", "DELETE", "POST").get(nextInt(6));
                String id = "/" + number + "-" + i;
                String body = method.equals("PUT") || method.equals("POST") ? "Content-Length: 5\r\n\r\nhello" : "\r\n";
                RawClient.Answer answer = client.send(method + " " + id + " HTTP/1.1\r\nHost: h\r\n" + body).read();
                if (answer.status() == 200) assertEquals(id, answer.body());
                outcomes.computeIfAbsent(method + " " + answer.status(), unused -> new AtomicInteger()).incrementAndGet();
            }
        }
    }
}
