package io.github.passmatch.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.config.ConfigOrigin;
import io.github.passmatch.testing.ProxyUnderTest;
import io.github.passmatch.testing.RawClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Members that are restarted, die, stall and come back, while clients ask and the configuration is read again. */
@Timeout(120)
class RollingRestartTest {

    private static final int CLIENTS = 8;
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n";

    @TempDir
    private Path directory;
    private final List<Node> nodes = new ArrayList<>();
    private final AtomicBoolean done = new AtomicBoolean();
    private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
    private final AtomicInteger answered = new AtomicInteger();
    /** How often each request with a body that must not be repeated has arrived, by its number. */
    private final Map<String, AtomicInteger> posts = new ConcurrentHashMap<>();

    /** An application server on one port, which can be stopped at any moment and started again. */
    private final class Node {
        private final String name;
        private final int port;
        private volatile ServerSocket server;
        private volatile boolean stalls;
        private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
        private final AtomicInteger served = new AtomicInteger();

        Node(String name) throws IOException {
            this.name = name;
            ServerSocket first = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
            port = first.getLocalPort();
            first.close();
            start();
        }

        void start() throws IOException {
            ServerSocket listening = new ServerSocket();
            listening.setReuseAddress(true);
            listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 256);
            server = listening;
            thread(() -> {
                while (true) {
                    Socket socket = listening.accept();
                    sockets.add(socket);
                    thread(() -> serve(socket));
                }
            });
        }

        /** As a process that is killed: every connection is reset or closed, in the middle of requests too. */
        void stop() throws IOException {
            server.close();
            for (Socket socket : sockets) socket.close();
            sockets.clear();
        }

        private void serve(Socket socket) throws IOException {
            StringBuilder head = new StringBuilder();
            for (int c = socket.getInputStream().read(); c >= 0; c = socket.getInputStream().read()) {
                head.append((char) c);
                if (!head.toString().endsWith("\r\n\r\n")) continue;
                if (head.toString().startsWith("POST ")) posts.computeIfAbsent(head.substring(5, head.indexOf(" HTTP")), path -> new AtomicInteger()).incrementAndGet();
                head.setLength(0);
                while (stalls && !done.get()) LockSupport.parkNanos(1_000_000);
                served.incrementAndGet();
                socket.getOutputStream().write((OK + name).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            }
        }
    }

    @FunctionalInterface
    private interface Work {
        void run() throws Exception;
    }

    private static Thread thread(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (Exception e) {
                // a connection or a server was closed
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    @AfterEach
    void stopAll() throws IOException {
        done.set(true);
        for (Node node : nodes) node.stop();
    }

    private String configuration(String set, String more) {
        StringBuilder text = new StringBuilder("<Proxy balancer://c>\n");
        for (Node node : nodes) text.append("BalancerMember http://127.0.0.1:").append(node.port).append(" route=").append(node.name).append(" retry=1 connectiontimeout=2 timeout=5\n");
        return text + "ProxySet " + set + "\n</Proxy>\n" + more + "\nProxyPass / balancer://c/\n";
    }

    private void ask(ProxyUnderTest proxy, int client) throws Exception {
        String cookie = "";
        for (int i = 0; !done.get(); i++) {
            if (i % 10 == 0) cookie = "";       // a new session
            String method = i % 4 == 3 ? "PUT" : "GET";
            RawClient.Answer answer = proxy.ask(method + " /" + client + "/" + i + " HTTP/1.1\r\nHost: h\r\n" + cookie + "Connection: close\r\n\r\n");
            if (answer.status() != 200) wrong.add(method + " " + client + "/" + i + ": " + answer.status());
            for (String set : answer.all("Set-Cookie")) cookie = "Cookie: " + set.split(";")[0] + "\r\n";
            if (!cookie.isEmpty() && answer.status() == 200 && !cookie.contains("." + answer.body() + "\r\n")) wrong.add(client + "/" + i + ": " + answer.body() + " although " + cookie);
            answered.incrementAndGet();
        }
    }

    private void post(ProxyUnderTest proxy, int client) throws Exception {
        for (int i = 0; !done.get(); i++) {
            proxy.ask("POST /" + client + "/" + i + " HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            answered.incrementAndGet();
        }
    }

    private void untilAnswered(int more) {
        int wanted = answered.get() + more;
        while (answered.get() < wanted && wrong.isEmpty()) LockSupport.parkNanos(1_000_000);
    }

    @Test
    void aRestartOfEachMemberLosesNoIdempotentRequestAndNoSession() throws Exception {
        for (String name : List.of("a", "b", "c")) nodes.add(new Node(name));
        ConfigOrigin origin = ConfigOrigin.file(Files.writeString(directory.resolve("proxy.conf"), configuration("stickysession=ROUTEID stickycookie=on", "")));
        List<Thread> clients = new ArrayList<>();
        try (ProxyUnderTest proxy = ProxyUnderTest.of(new ProxyFilter(origin.read(), origin, Duration.ofDays(1)))) {
            for (int i = 0; i < CLIENTS; i++) {
                int number = i;
                clients.add(thread(() -> ask(proxy, number)));
            }
            for (int round = 0; round < 2; round++)
                for (Node node : nodes) {
                    untilAnswered(40);
                    node.stop();
                    untilAnswered(40);
                    node.start();
                    int before = node.served.get();
                    long end = System.nanoTime() + 20_000_000_000L;
                    while (node.served.get() == before && System.nanoTime() < end && wrong.isEmpty()) LockSupport.parkNanos(1_000_000);
                }
            done.set(true);
            for (Thread client : clients) client.join();
            assertEquals(List.of(), List.copyOf(wrong));
            assertTrue(answered.get() >= 480, () -> answered + " requests");
        }
    }

    @Test
    void membersThatDieStallAndComeBackWhileTheConfigurationIsReadAgainNeverGetAPostTwice() throws Exception {
        for (String name : List.of("a", "b", "c", "d")) nodes.add(new Node(name));
        Path file = Files.writeString(directory.resolve("proxy.conf"), configuration("lbmethod=bybusyness", ""));
        ConfigOrigin origin = ConfigOrigin.file(file);
        List<Thread> clients = new ArrayList<>();
        Random random = new Random(7);
        try (ProxyUnderTest proxy = ProxyUnderTest.of(new ProxyFilter(origin.read(), origin, Duration.ofDays(1)))) {
            for (int i = 0; i < CLIENTS; i++) {
                int number = i;
                clients.add(thread(() -> post(proxy, number)));
            }
            for (int i = 0; i < 30; i++) {
                Node node = nodes.get(random.nextInt(nodes.size()));
                switch (random.nextInt(4)) {
                    case 0 -> {
                        node.stop();
                        LockSupport.parkNanos(20_000_000);
                        node.start();
                    }
                    case 1 -> {
                        node.stalls = true;
                        LockSupport.parkNanos(20_000_000);
                        node.stalls = false;
                    }
                    case 2 -> {
                        Files.writeString(file, configuration("lbmethod=" + List.of("byrequests", "bybusyness", "bytraffic").get(random.nextInt(3)), "# " + i));
                        assertTrue(proxy.reload());
                    }
                    default -> untilAnswered(10);
                }
            }
            done.set(true);
            for (Thread client : clients) client.join();
            assertEquals(Map.of(), posts.entrySet().stream().filter(entry -> entry.getValue().get() > 1).collect(java.util.stream.Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)), "sent twice");
            assertTrue(answered.get() > 50, () -> answered + " requests");
            String status = proxy.ask("GET /passmatch-status?format=json HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").body();
            if (status.contains("\"members\"")) for (String part : status.split("\"inProgress\":", -1)) assertTrue(part.startsWith("{") || part.strip().startsWith("0"), "a request is counted for ever: " + part.substring(0, Math.min(20, part.length())));
        }
    }
}
