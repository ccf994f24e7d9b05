package io.github.passmatch.rules.server;

import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.config.problem.ConfigException;
import io.github.passmatch.testing.ProxyUnderTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
                VirtualHost expected = firstThatFits(config.hosts().all(), name, port);
                assertSame(expected.server(), config.serverFor(name.toUpperCase(Locale.ROOT) + (random.nextBoolean() ? ":" + port : "."), port, "http"),
                        () -> "seed " + SEED + ", " + name + " on " + port + " among " + config.hosts().all());
                chosen.merge(config.hosts().all().indexOf(expected), 1, Integer::sum);
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
        assertSame(config.hosts().all().get(expected).server(), config.serverFor("a.example.org", port, scheme));
    }

    @Test
    void onAnotherPortAHostWithoutRulesIsNotPreferred() throws Exception {
        ProxyConfig config = ProxyUnderTest.read("<VirtualHost *:80>", "ServerName a.example.org", "</VirtualHost>", "<VirtualHost *:443>", "ServerName b.example.org", "</VirtualHost>",
                "<VirtualHost *:443>", "ServerName a.example.org", "ProxyPass / http://127.0.0.1:1/", "</VirtualHost>").config();
        assertSame(config.hosts().all().get(2).server(), config.serverFor("a.example.org", 8080, "http"));
        assertSame(config.hosts().all().get(0).server(), config.serverFor("a.example.org", 80, "http"));
        assertSame(config.hosts().all().get(0).server(), config.serverFor("c.example.org", 8080, "http"));
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

    private static VirtualHost firstThatFits(List<VirtualHost> all, String name, int port) {
        List<VirtualHost> candidates = all.stream().filter(host -> host.ports().isEmpty() || host.ports().stream().anyMatch(own -> own.isEmpty() || own.getAsInt() == port)).toList();
        if (candidates.isEmpty()) candidates = all;
        for (VirtualHost host : candidates)
            for (String own : host.names()) if (fits(own, 0, name, 0)) return host;
        return candidates.get(0);
    }

    private static boolean fits(String pattern, int at, String name, int from) {
        if (at == pattern.length()) return from == name.length();
        char c = pattern.charAt(at);
        if (c == '*') return fits(pattern, at + 1, name, from) || from < name.length() && fits(pattern, at, name, from + 1);
        return from < name.length() && (c == '?' || c == name.charAt(from)) && fits(pattern, at + 1, name, from + 1);
    }
}
