package io.github.passmatch.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.passmatch.testing.ProxyUnderTest;
import io.github.passmatch.testing.RawUpstream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** By which way upstreams are reached: through other proxies, from which address, or not at all. */
@Timeout(60)
class EgressTest {

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            ProxyRemote * {remote}                                           | GET http://up.example:81/x/b?q=1 HTTP/1.1
            ProxyRemote HTTP {remote}                                        | GET http://up.example:81/x/b?q=1 HTTP/1.1
            ProxyRemote http://UP.example:81/x {remote}                      | GET http://up.example:81/x/b?q=1 HTTP/1.1
            ProxyRemoteMatch ^http://up.*/b {remote}                         | GET http://up.example:81/x/b?q=1 HTTP/1.1
            ProxyRemote https http://127.0.0.1:1; ProxyRemote * {remote}     | GET http://up.example:81/x/b?q=1 HTTP/1.1
            ProxyRemote * {remote}; ProxyRemote * http://127.0.0.1:1         | GET http://up.example:81/x/b?q=1 HTTP/1.1
            ProxyRemote * {remote}; NoProxy other.example .org 10.0.0.0/8    | GET http://up.example:81/x/b?q=1 HTTP/1.1
            """)
    void aRemoteProxyIsAskedForTheWholeUrl(String lines, String requestLine) throws Exception {
        try (RawUpstream remote = RawUpstream.answering(RawUpstream.OK, false);
             ProxyUnderTest proxy = new ProxyUnderTest((lines.replace("{remote}", "http://" + remote.authority()) + "; ProxyPass /a http://up.example:81/x").split("; "))) {
            for (int i = 0; i < 2; i++)
                assertEquals("ok", proxy.ask("GET /a/b?q=1 HTTP/1.1\r\nHost: www.example.com\r\nConnection: close\r\n\r\n").body());
            assertEquals(requestLine, remote.requests().get(0).requestLine());
            assertEquals("up.example:81", remote.requests().get(0).field("Host"));
            assertEquals(List.of(), remote.requests().get(0).all("Proxy-Authorization"));
            assertEquals(1, remote.connections());
        }
    }

    @Test
    void itsPasswordTakesThePlaceOfTheClients() throws Exception {
        try (RawUpstream remote = RawUpstream.answering(RawUpstream.OK, false);
             ProxyUnderTest proxy = new ProxyUnderTest("ProxyRemote * http://" + remote.authority() + " user:pass", "ProxyPass /a http://up.example/")) {
            proxy.ask("GET /a HTTP/1.1\r\nHost: h\r\nConnection: close\r\nProxy-Authorization: Basic Y2xpZW50\r\n\r\n");
            assertEquals(List.of("Basic dXNlcjpwYXNz"), remote.requests().get(0).all("Proxy-Authorization"));
        }
    }

    @ParameterizedTest(name = "{0} and Host: {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            .example.org     | www.Example.org        | direct
            .example.org     | www.example.org:8080   | direct
            .example.org     | example.com            | remote
            www.example.org  | WWW.example.org        | direct
            www.example.org  | example.org            | remote
            10.0.0.0/8       | 10.1.2.3:81            | direct
            10.0.0.0/8       | 11.1.2.3               | remote
            10.0.0.0/9       | 10.128.0.1             | remote
            192.168          | 192.168.7.7            | direct
            192.168.         | 192.169.7.7            | remote
            192.168.7.7      | 192.168.7.7            | direct
            fe80::/10        | [fe81::1]:80           | direct
            127.0.0.1        | www.example.org        | remote
            """)
    void noProxyIsComparedWithTheClientsHost(String direct, String host, String way) throws Exception {
        try (RawUpstream upstream = RawUpstream.answering("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\ndirect", false);
             RawUpstream remote = RawUpstream.answering("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nremote", false);
             ProxyUnderTest proxy = new ProxyUnderTest("NoProxy " + direct, "ProxyRemote * http://" + remote.authority(), "ProxyPass /a http://" + upstream.authority())) {
            for (int i = 0; i < 2; i++) assertEquals(way, proxy.ask("GET /a HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n").body());
            assertEquals(way.equals("direct") ? "remote" : "direct", proxy.ask("GET /a HTTP/1.1\r\nHost: " + opposite(direct, way) + "\r\nConnection: close\r\n\r\n").body(),
                    "a connection made for one way does not serve the other");
        }
    }

    private static String opposite(String direct, String way) {
        if (way.equals("direct")) return "elsewhere.test";
        if (direct.startsWith(".")) return "x" + direct;
        if (direct.equals("192.168.")) return "192.168.1.1";
        return direct.replaceFirst("/.*", "");
    }

    @ParameterizedTest(name = "ProxyBlock {0}: {1}")
    @CsvSource({"*,403", "LocalHo,403", "127.0.0.1,403", "other evil.example,200", "128.0.0.1,200"})
    void blockedHostsAreForbidden(String words, int status) throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, false);
             ProxyUnderTest proxy = new ProxyUnderTest("ProxyBlock " + words, "ProxyPass /a http://localhost:" + upstream.port())) {
            assertEquals(status, proxy.get("/a").status());
            assertEquals(status == 200 ? 1 : 0, upstream.requests().size());
        }
    }

    @Test
    void connectionsComeFromTheSourceAddress() throws Exception {
        List<String> sources = new CopyOnWriteArrayList<>();
        try (RawUpstream upstream = new RawUpstream(peer -> {
                 sources.add(peer.remoteAddress());
                 peer.read();
                 peer.send(RawUpstream.OK);
             });
             ProxyUnderTest proxy = new ProxyUnderTest("ProxySourceAddress 127.0.0.9", "ProxyPass /a http://" + upstream.authority())) {
            assertEquals(200, proxy.get("/a").status());
            assertEquals(List.of("127.0.0.9"), sources);
        }
    }
}
