package io.github.passmatch.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.github.passmatch.testing.BuiltWar;
import io.github.passmatch.testing.ContainerProcess;
import io.github.passmatch.testing.Dnsmasq;
import io.github.passmatch.testing.StandaloneProcess;
import io.github.passmatch.testing.WireClient;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Members from a name, with a real DNS server: what arrives where, and what the log and the status page say. */
@Timeout(120)
class NamesIT {

    private Dnsmasq dns;
    private Path directory;
    private int port;
    private final List<HttpServer> servers = new ArrayList<>();
    /** The last number of the address of the upstream, and the Host field. */
    private final ConcurrentLinkedQueue<String> arrived = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void begin() throws Exception {
        Optional<String> obstacle = Dnsmasq.obstacle();
        Assumptions.assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
        directory = BuiltWar.workDirectory("names");
        dns = new Dnsmasq(directory);
        for (int last : new int[] {2, 3, 5, 6}) serve(last);
    }

    @AfterEach
    void end() {
        servers.forEach(server -> server.stop(0));
        if (dns != null) dns.close();
    }

    /** All have the same port; nothing listens at number 4. */
    private void serve(int last) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(dns.address(last), port), 0);
        port = server.getAddress().getPort();
        server.createContext("/", exchange -> {
            if (!exchange.getRequestURI().getPath().equals("/hc")) arrived.add(last + " " + exchange.getRequestHeaders().getFirst("Host"));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        servers.add(server);
    }

    private String host(String name, int... last) {
        StringBuilder record = new StringBuilder();
        for (int one : last) record.append(record.length() == 0 ? "" : "\n").append("host-record=").append(name).append(',').append(dns.address(one));
        return record.toString();
    }

    private void know(String... records) throws Exception {
        dns.serve(String.join("\n", records).split("\n"));
    }

    /** What arrived where after {@code count} requests, which all succeed. */
    private String requests(int proxy, String path, int count) throws IOException {
        arrived.clear();
        for (int i = 0; i < count; i++) {
            try (WireClient client = new WireClient(proxy)) {
                assertEquals("HTTP/1.1 200", client.get(path).head().substring(0, 12));
            }
        }
        Map<String, Integer> counts = new TreeMap<>();
        for (String one : arrived) counts.merge(one, 1, Integer::sum);
        return counts.toString();
    }

    private static String status(int proxy, String format) throws IOException {
        try (InputStream in = URI.create("http://127.0.0.1:" + proxy + "/passmatch-status?format=" + format).toURL().openStream()) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    /** The log may have the same failure of a moment before, when the DNS server was started again. */
    private static void awaitStatus(ContainerProcess process, int proxy, String wanted) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!status(proxy, "json").contains(wanted)) {
            assertTrue(System.nanoTime() < end, process.log());
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    @Test
    void membersFollowTheirNames() throws Exception {
        know(host("web.test", 2, 3, 4), host("two.test", 3), host("one.test", 2), "srv-host=_http._tcp.svc.test,one.test," + port + ",1,30", "srv-host=_http._tcp.svc.test,two.test," + port + ",1,10",
                host("backup.test", 6), "srv-host=_http._tcp.svc.test,backup.test," + port + ",2,10");
        Path config = Files.writeString(directory.resolve("names.conf"), String.join("\n",
                "<Proxy balancer://web>", "    BalancerMember http://web.test:" + port + " resolve=all addressttl=1 route=auto hcmethod=GET hcuri=/hc hcinterval=500ms", "</Proxy>", "ProxyPass /web balancer://web",
                "ProxyPass /plain http://web.test:" + port + " disablereuse=on",
                "<Proxy balancer://svc>", "    BalancerMember srv+http://_http._tcp.svc addressttl=1", "</Proxy>", "ProxyPass /svc balancer://svc",
                "<Proxy balancer://late>", "    BalancerMember http://late:" + port + " resolve=all addressttl=1", "</Proxy>", "ProxyPass /late balancer://late", ""));
        try (ContainerProcess process = StandaloneProcess.behind(dns.asking(), directory, "--port", "0", "--config", config.toString())) {
            int proxy = StandaloneProcess.awaitPort(process);
            threeAddressesOfWhichOneIsDead(process, proxy);
            weightsAndPrioritiesOfRecords(proxy);
            aNameThatDoesNotExistYet(process, proxy);
            addressesThatChange(process, proxy);
            anAnswerThatBecomesEmpty(process, proxy);
            process.terminate();
            assertEquals(0, process.awaitExit(), process.log());
            assertFalse(process.log().contains("Exception"), process.log());
        }
    }

    /** The health check finds the dead one. A plain rule, whose upstream is the name, connects to another address too. */
    private void threeAddressesOfWhichOneIsDead(ContainerProcess process, int proxy) throws Exception {
        String host = " web.test:" + port;
        requests(proxy, "/plain", 6);
        assertEquals(6, arrived.size());
        requests(proxy, "/web", 3);
        process.awaitLine("#" + dns.address(4) + " .*health check");
        assertEquals("{2" + host + "=4, 3" + host + "=4}", requests(proxy, "/web", 8));
        String status = status(proxy, "text");
        assertTrue(status.contains("3 addresses, looked up at"), status);
        assertTrue(status.contains("#" + dns.address(4)) && status.contains("its health check failed: "), status);
    }

    /** The name is found by the search list, and Host is the name without the labels of the service. */
    private void weightsAndPrioritiesOfRecords(int proxy) throws IOException {
        assertEquals("{2 svc=6, 3 svc=2}", requests(proxy, "/svc", 8));
    }

    private void aNameThatDoesNotExistYet(ContainerProcess process, int proxy) throws Exception {
        try (WireClient client = new WireClient(proxy)) {
            assertEquals("HTTP/1.1 503", client.get("/late").head().substring(0, 12));
        }
        process.awaitLine("no member: the balancer has no members \\(skipped: http://late:" + port + ": its name late has no address yet: the name does not exist\\)");
        process.awaitLine("balancer://late: the look-up of late \\(.*\\) has failed: the name does not exist; the line has no members yet");
        know(host("web.test", 2, 3, 4), host("late.test", 5), host("one.test", 6), "srv-host=_http._tcp.svc.test,one.test," + port + ",1,0");
        process.awaitLine("balancer://late: http://late:" + port + "#" + dns.address(5).replace(".", "\\.") + " .* is a member from now on");
        assertEquals("{5 late:" + port + "=2}", requests(proxy, "/late", 2));
        process.awaitLine("balancer://svc: srv\\+http://_http._tcp.svc#" + dns.address(2) + ":\\d+ .* drains");
        assertEquals("{6 svc=2}", requests(proxy, "/svc", 2));
    }

    private void addressesThatChange(ContainerProcess process, int proxy) throws Exception {
        know(host("web.test", 3, 5), host("late.test", 5));
        process.awaitLine("balancer://web: http://web.test:\\d+#" + dns.address(5) + " .* is a member from now on: web.test has this address");
        process.awaitLine("balancer://web: http://web.test:\\d+#" + dns.address(2) + " .* drains: web.test does not have this address any more");
        assertEquals("{3 web.test:" + port + "=4, 5 web.test:" + port + "=4}", requests(proxy, "/web", 8));
        process.awaitLine("#" + dns.address(2) + " .* has drained and is no member any more");
        assertFalse(status(proxy, "text").contains("#" + dns.address(2)));
    }

    private void anAnswerThatBecomesEmpty(ContainerProcess process, int proxy) throws Exception {
        know("txt-record=web.test,empty");
        process.awaitLine("balancer://web: the look-up of web.test \\(.*\\) has failed: the answer has no addresses; its last 2 members stay");
        assertEquals("{3 web.test:" + port + "=2, 5 web.test:" + port + "=2}", requests(proxy, "/web", 4));
        dns.close();
        process.awaitLine("balancer://web: the look-up of web.test \\(.*\\) has failed: no DNS server has answered; its last 2 members stay");
        assertEquals("{3 web.test:" + port + "=2, 5 web.test:" + port + "=2}", requests(proxy, "/web", 4));
        awaitStatus(process, proxy, "\"failure\": \"no DNS server has answered\"");
        know(host("web.test", 3, 5));
        process.awaitLine("balancer://web: the look-up of web.test \\(.*\\) works again");
    }
}
