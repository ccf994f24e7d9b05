package io.github.passmatch.rules.server;

import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.config.problem.ConfigException;
import io.github.passmatch.testing.ProxyUnderTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which of many virtual hosts a request is for is found by name: nobody must notice but by the clock. */
class VirtualHostsTest {

    private static final long SEED = Long.getLong("passmatch.seed", 20261126L);
    private static final int CONFIGURATIONS = 400;
    private static final int REQUESTS = 100;
    private static final List<String> ADDRESSES = List.of("*", "*:80", "*:81", "127.0.0.1:82", "*:80 *:83");
    private static final int[] PORTS = {80, 81, 82, 83, 8080};

    @Test
    void theHostIsTheFirstForThePortThatHasTheNameElseTheFirstForThePort() throws Exception {
        Random random = new Random(SEED);
        TreeMap<Integer, Integer> chosen = new TreeMap<>();
        for (int i = 0; i < CONFIGURATIONS; i++) {
            ProxyConfig config = random(random, 1 + random.nextInt(12));
            for (int n = 0; n < REQUESTS; n++) {
                String name = name(random, "");
                int port = PORTS[random.nextInt(PORTS.length)];
                String ip = random.nextBoolean() ? "127.0.0.1" : "192.0.2.1";
                Optional<VirtualHost> expected = firstThatFits(config.hosts().all(), name, ip, port);
                assertSame(expected.map(VirtualHost::server).orElse(config.main()), config.serverFor(name.toUpperCase(Locale.ROOT) + (random.nextBoolean() ? ":" + port : "."), ip, port, "http"),
                        () -> "seed " + SEED + ", " + name + " on " + ip + ":" + port + " among " + config.hosts().all());
                chosen.merge(expected.map(config.hosts().all()::indexOf).orElse(-1), 1, Integer::sum);
            }
        }
        assertTrue(chosen.size() > 6 && chosen.firstEntry().getValue() < CONFIGURATIONS * REQUESTS * 2 / 3, chosen::toString);
    }

    /** A redirect host and a proxy host, as in many files, behind a container with another port. */
    @ParameterizedTest
    @CsvSource({"80, http, 0", "443, https, 1", "443, http, 1", "8080, http, 0", "8080, https, 1", "8443, https, 1"})
    void onAnotherPortTheHostForTheSchemeIsPreferred(int port, String scheme, int expected) throws Exception {
        ProxyConfig config = ProxyUnderTest.read("<VirtualHost *:80>", "ServerName a.example.org", "Redirect / https://a.example.org/", "</VirtualHost>",
                "<VirtualHost *:443>", "ServerName a.example.org", "ProxyPass / http://127.0.0.1:1/", "</VirtualHost>").config();
        assertSame(config.hosts().all().get(expected).server(), config.serverFor("a.example.org", null, port, scheme));
    }

    @Test
    void onAnotherPortAHostWithoutRulesIsNotPreferred() throws Exception {
        ProxyConfig config = ProxyUnderTest.read("<VirtualHost *:80>", "ServerName a.example.org", "</VirtualHost>", "<VirtualHost *:443>", "ServerName b.example.org", "</VirtualHost>",
                "<VirtualHost *:443>", "ServerName a.example.org", "ProxyPass / http://127.0.0.1:1/", "</VirtualHost>").config();
        assertSame(config.hosts().all().get(2).server(), config.serverFor("a.example.org", null, 8080, "http"));
        assertSame(config.hosts().all().get(0).server(), config.serverFor("a.example.org", null, 80, "http"));
        assertSame(config.hosts().all().get(0).server(), config.serverFor("c.example.org", null, 8080, "http"));
    }

    private static ProxyConfig random(Random random, int hosts) throws ConfigException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < hosts; i++) {
            lines.add("<VirtualHost " + ADDRESSES.get(random.nextInt(ADDRESSES.size())) + ">");
            if (random.nextInt(5) > 0) lines.add("ServerName " + name(random, ""));
            if (random.nextBoolean()) lines.add("ServerAlias " + name(random, "*?") + " " + name(random, "*?"));
            lines.add("ProxyPass /" + i + " http://127.0.0.1:1/" + i);
            lines.add("</VirtualHost>");
        }
        return ProxyUnderTest.read(lines.toArray(String[]::new)).config();
    }

    /** Of few letters, so that many are the same. */
    private static String name(Random random, String more) {
        String letters = "ab." + more;
        StringBuilder name = new StringBuilder("a");
        IntStream.range(0, 1 + random.nextInt(3)).forEach(i -> name.append(letters.charAt(random.nextInt(letters.length()))));
        return name.append("b").toString();
    }

    /** Empty: the main server. */
    private static Optional<VirtualHost> firstThatFits(List<VirtualHost> all, String name, String ip, int port) {
        List<VirtualHost> candidates = accepting(all, Optional.of(ip), port);
        if (candidates.isEmpty()) candidates = accepting(all, Optional.empty(), port);
        boolean portIsNamed = all.stream().anyMatch(host -> host.ports().stream().anyMatch(own -> own.isEmpty() || own.getAsInt() == port));
        if (candidates.isEmpty() && !portIsNamed) candidates = all.stream().filter(host -> host.addresses().stream().anyMatch(own -> own.ip().isEmpty() || own.ip().get().equals(ip))).toList();
        for (VirtualHost host : candidates)
            for (String own : host.names()) if (fits(own, 0, name, 0)) return Optional.of(host);
        return candidates.stream().findFirst();
    }

    private static List<VirtualHost> accepting(List<VirtualHost> all, Optional<String> ip, int port) {
        return all.stream().filter(host -> host.addresses().stream().anyMatch(own -> own.ip().equals(ip) && (own.port().isEmpty() || own.port().getAsInt() == port))).toList();
    }

    /** As httpd: a host never gets requests that arrive at other addresses, and with a {@code Listen} for the port, the main server answers what no host accepts. */
    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 80, 0", "192.0.2.2, 80, 1", "127.0.0.1, 9000, 2", "192.0.2.1, 9000, -1",       // addresses count
        "192.0.2.1, 8081, -1",                                                                      // named by Listen, and by no host
        "192.0.2.2, 8080, 1", "198.51.100.1, 8080, -1", "127.0.0.1, 8080, 2"})                      // the port of a container
    void aHostIsChosenOnlyForItsAddresses(String ip, int port, int expected) throws Exception {
        ProxyConfig config = ProxyUnderTest.read("Listen 80", "Listen 8081", "Listen 127.0.0.1:9000", "ProxyPass /main http://127.0.0.1:1/",
                "<VirtualHost 192.0.2.1:80>", "ServerName a.example.org", "</VirtualHost>", "<VirtualHost 192.0.2.2:80>", "ServerName a.example.org", "</VirtualHost>",
                "<VirtualHost 127.0.0.1:9000>", "ServerName a.example.org", "ProxyPass / http://127.0.0.1:1/", "</VirtualHost>").config();
        assertSame(expected < 0 ? config.main() : config.hosts().all().get(expected).server(), config.serverFor("a.example.org", ip, port, "http"));
    }

    /** A file with one address, which a container does not have. */
    @Test
    void ifAllHostsHaveOneAddressOnlyALoopbackAddressCountsOnAnotherPort() throws Exception {
        for (String address : List.of("192.0.2.1", "127.0.0.1")) {
            ProxyConfig config = ProxyUnderTest.read("<VirtualHost " + address + ":80>", "ServerName a.example.org", "ProxyPass / http://127.0.0.1:1/", "</VirtualHost>").config();
            boolean loopback = address.startsWith("127");
            assertSame(loopback ? config.main() : config.hosts().all().get(0).server(), config.serverFor("a.example.org", "172.17.0.2", 8080, "http"));
        }
    }

    @ParameterizedTest
    @CsvSource({"80, http, 0", "443, https, 1", "8443, https, 1", "8080, http, 0"})
    void ifTheAddressOfTheConnectionIsNotKnownThePortStillCounts(int port, String scheme, int expected) throws Exception {
        ProxyConfig config = ProxyUnderTest.read("<VirtualHost 192.0.2.1:80>", "ServerName a.example.org", "Redirect / https://a.example.org/", "</VirtualHost>",
                "<VirtualHost 192.0.2.1:443>", "ServerName a.example.org", "ProxyPass / http://127.0.0.1:1/", "</VirtualHost>").config();
        assertSame(config.hosts().all().get(expected).server(), config.serverFor("a.example.org", null, port, scheme));
    }

    private static boolean fits(String pattern, int at, String name, int from) {
        if (at == pattern.length()) return from == name.length();
        char c = pattern.charAt(at);
        if (c == '*') return fits(pattern, at + 1, name, from) || from < name.length() && fits(pattern, at, name, from + 1);
        return from < name.length() && (c == '?' || c == name.charAt(from)) && fits(pattern, at + 1, name, from + 1);
    }
}
