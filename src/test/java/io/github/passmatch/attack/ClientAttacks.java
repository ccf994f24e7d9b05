package io.github.passmatch.attack;

import static io.github.passmatch.attack.ClientAttack.neverWhole;
import static io.github.passmatch.attack.ClientAttack.one;
import static io.github.passmatch.attack.ClientAttack.refused;
import static io.github.passmatch.attack.ClientAttack.refusedOrOne;
import static io.github.passmatch.attack.ClientAttack.unseen;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.testing.RawUpstream.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Sections A to C of the attack list: framing, request target, fields. */
final class ClientAttacks {

    private static final String SMUGGLED = "GET " + ClientAttack.SMUGGLED + " HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String LONG_CHUNK = "4e20\r\n" + "x".repeat(20_000) + "\r\n";     // more than is read before a connection is taken

    private ClientAttacks() { }

    static Stream<ClientAttack> all() {
        List<ClientAttack> all = new ArrayList<>();
        lengths(all);
        codings(all);
        chunks(all);
        heads(all);
        bodies(all);
        paths(all);
        targets(all);
        fields(all);
        return all.stream();
    }

    private static String post(String fields, String body) {
        return "POST /p/1 HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n" + body;
    }

    private static String get(String target) {
        return "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n";
    }

    private static String getWith(String fields) {
        return "GET /p/1 HTTP/1.1\r\n" + fields + "\r\n";
    }

    /** One framing field at most, and the body that the client meant. */
    private static Consumer<Request> body(String expected) {
        return request -> {
            assertTrue(request.all("Content-Length").size() + request.all("Transfer-Encoding").size() <= 1, () -> "framing " + request.names());
            assertEquals(expected, request.body());
        };
    }

    private static void lengths(List<ClientAttack> all) {
        all.add(refusedOrOne("1", "length and chunks", post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n" + SMUGGLED), body("")));
        all.add(refused("2", "two lengths", post("Content-Length: 0\r\nContent-Length: 44\r\n", SMUGGLED)));
        for (String length : List.of("+5", "-1", "0x10", "1_0", "5 5", "", "99999999999999999999", "5;", "\u00b2"))
            all.add(refused("3", "length " + length, post("Content-Length: " + length + "\r\n", "hello" + SMUGGLED)));
        all.add(refusedOrOne("3", "length 5,5", post("Content-Length: 5,5\r\nConnection: close\r\n", "hello"), body("hello")));
        all.add(refused("4", "blank before the colon", post("Content-Length : 5\r\n", "hello")));
        all.add(refused("4", "tab before the name", post("X: 1\r\n\tContent-Length: 5\r\nContent-Length : 5\r\n", "hello")));
        all.add(refused("4", "field without colon", post("nonsense\r\n", "")));
        all.add(refused("4", "field without name", post(": x\r\n", "")));
    }

    private static void codings(List<ClientAttack> all) {
        for (String coding : List.of("xchunked", ", chunked", "chunked, chunked", "chunked, gzip", "gzip, chunked", "\u000bchunked", "\u00a0chunked", "chunked;x=1", "identity", "chunke"))
            all.add(refused("5", "coding " + coding, post("Transfer-Encoding: " + coding + "\r\n", "0\r\n\r\n" + SMUGGLED)));
        all.add(refused("5", "two codings", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: gzip\r\n", "0\r\n\r\n" + SMUGGLED)));
        all.add(refusedOrOne("6", "chunks in HTTP/1.0", "POST /p/1 HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n" + SMUGGLED, body("hello")));
    }

    private static String chunked(String body) {
        return post("Transfer-Encoding: chunked\r\n", body);
    }

    private static void chunks(List<ClientAttack> all) {
        for (String size : List.of("-0", "+5", "0x5", "5_0", "11111111111111111", "fffffffffffffffff", "", "g", "5 5")) {
            all.add(refused("7", "chunk size " + size, chunked(size + "\r\nhello\r\n0\r\n\r\n")));
            all.add(neverWhole("7", "later chunk size " + size, chunked(LONG_CHUNK + size + "\r\nhello\r\n0\r\n\r\n")));
        }
        all.add(refusedOrOne("8", "extension", chunked("5;a=b\r\nhello\r\n0;c\r\n\r\n"), body("hello")));
        all.add(refusedOrOne("8", "quoted line end in an extension", chunked("1;ext=\"a\r\nX\r\n0\r\n\r\n"), body("X")));
        all.add(refusedOrOne("8", "line feed in an extension", chunked("1;a\nX\r\n0\r\n\r\n"), body("X")));
        all.add(refused("8", "carriage return in an extension", chunked("5\r\r;ABCD\r\nhello\r\n0\r\n\r\n")));
        all.add(refusedOrOne("8", "bare line feeds", chunked("5\nhello\n0\n\n"), body("hello")));
        all.add(refused("8", "no line end after the data", chunked("5\r\nhelloXX0\r\n\r\n" + SMUGGLED)));
        all.add(neverWhole("8", "no line end after long data", chunked("4e20\r\n" + "x".repeat(20_000) + "XX0\r\n\r\n")));
        all.add(refusedOrOne("9", "trailers that decide", chunked("5\r\nhello\r\n0\r\nContent-Length: 9\r\nTransfer-Encoding: x\r\nHost: evil\r\nAuthorization: evil\r\nX-Forwarded-For: evil\r\n\r\n"), request -> {
            body("hello").accept(request);
            for (String name : List.of("Authorization", "X-Real-IP")) assertEquals(List.of(), request.all(name));
            assertEquals(List.of("127.0.0.1"), request.all("X-Forwarded-For"));
        }));
        all.add(neverWhole("9", "endless trailers", chunked("5\r\nhello\r\n0\r\n" + ("X-T: " + "t".repeat(1000) + "\r\n").repeat(10_000))));
    }

    private static void heads(List<ClientAttack> all) {
        all.add(refusedOrOne("10", "folded field", getWith("Host: a\r\nX-A: 1\r\n 2\r\n"), request -> assertFalse(request.field("X-A").contains("\n"))));
        all.add(refusedOrOne("10", "carriage return in a value", getWith("Host: a\r\nX-A: 1\rX-Evil: 2\r\n"), request -> assertEquals(List.of(), request.all("X-Evil"))));
        all.add(refused("10", "zero byte in a value", getWith("Host: a\r\nX-A: 1\u00002\r\n")));
        all.add(refusedOrOne("10", "bare line feeds", "GET /p/1 HTTP/1.1\nHost: a\nX-A: 1\n\n", request -> assertEquals("1", request.field("X-A"))));
        all.add(one("14", "second request behind close", getWith("Host: a\r\nConnection: close\r\n") + SMUGGLED, body("")));
        all.add(one("14", "bytes behind an upgrade", getWith("Host: a\r\nConnection: Upgrade, close\r\nUpgrade: x\r\n") + "\u0081\u0005hello" + SMUGGLED, request -> {
            body("").accept(request);
            assertEquals(List.of(), request.all("Upgrade"));
        }));
        for (String line : List.of("GET /p/1 HTTP/1.32", "PRI * HTTP/2.0", "GET /p/1 HTTP/2.0", "GET /p/1 HTTP/1.1 x", "G\u0000T /p/1 HTTP/1.1"))
            all.add(refused("15", line, line + "\r\nHost: a\r\n\r\n"));
        // As httpd, Tomcat takes HTTP/0.9, which has no head.
        for (String line : List.of("GET /p/1", "HEAD /p/1", "GET  /p/1 HTTP/1.1", "GET /p/1 http/1.1"))
            all.add(refusedOrOne("15", line, line + "\r\nHost: a\r\n\r\n", body("")));
    }

    private static void bodies(List<ClientAttack> all) {
        all.add(refused("11", "short body", post("Content-Length: 10\r\n", "hello")));
        all.add(refused("11", "short chunk", chunked("a\r\nhello")));
        all.add(refused("11", "no last chunk", chunked("5\r\nhello\r\n")));
        all.add(neverWhole("11", "long short body", post("Content-Length: 40000\r\n", "x".repeat(20_000))));
        all.add(neverWhole("11", "long body without last chunk", chunked(LONG_CHUNK)));
        all.add(neverWhole("12", "expectation and no body", post("Expect: 100-continue\r\nContent-Length: 5\r\n", "")));
        for (String expectation : List.of("x", "y 100-continue", "100-continue, y"))
            all.add(refused("12", "Expect: " + expectation, post("Expect: " + expectation + "\r\nContent-Length: 5\r\n", "hello" + SMUGGLED)));
        for (String method : List.of("GET", "DELETE", "OPTIONS", "PUT", "FOO")) {
            all.add(one("13", method + " with a body", method + " /p/1 HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello", body("hello")));
            all.add(one("13", method + " with chunks", method + " /p/1 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", body("hello")));
        }
        all.add(refused("28", "1 MB field", getWith("Host: a\r\nX-A: " + "a".repeat(1 << 20) + "\r\n")));
        all.add(refused("28", "10,000 fields", getWith("Host: a\r\n" + "X-A: 1234567890\r\n".repeat(10_000))));
        all.add(refusedOrOne("28", "101 fields", getWith("Host: a\r\n" + "X-A: 1\r\n".repeat(101)), request -> assertEquals(101, request.all("X-A").size())));
    }

    /** What reaches the upstream stays below the rule's URL, and no decoding of it leads out of there. */
    private static void inside(Request request) {
        assertTrue(request.target().startsWith("/x"), request::target);
        assertFalse(request.target().matches(".*/\\.\\.?(/.*)?"), request::target);
        assertFalse(request.target().matches("(?i).*/(\\.|%2e){1,2}(/|%2f).*"), request::target);
        assertTrue(request.target().chars().allMatch(c -> c > ' ' && c < 127), request::target);
    }

    private static void paths(List<ClientAttack> all) {
        for (String path : List.of("/p/..%2f..%2fadmin", "/p/%2e%2e/admin", "/p/..;/admin", "/p/.%2e/", "/p//admin", "/p/%252e%252e/", "/p/%2e", "/p/..", "/p/./../../admin",
                "/p/x%0d%0aHost:evil%0d%0a", "/p/%00", "/p/%0a", "/p/%7f", "/p/%c0%af", "/p/%e2%80%a8", "/p/a%5c..%5cb"))
            all.add(refusedOrOne("16", path, get(path), ClientAttacks::inside));
        for (String path : List.of("/m/x%0d%0aHost:%20evil", "/m/a%0a", "/m/%00", "/m/a%3fadmin=1", "/m/a%23b", "/m/a%3bb", "/m/a%26b=1", "/m/a%20HTTP/1.1", "/m/%2e%2e/b", "/m/a?b#c"))
            all.add(refusedOrOne("17", path, get(path), request -> {
                assertTrue(request.target().matches("/y/[^?#\\s]*(\\?b)?"), request::target);
                assertTrue(request.target().startsWith("/y/") && !request.target().contains("/../"), request::target);
            }));
        for (String path : List.of("/q/a%26admin=1", "/q/a%3d1", "/q/a%23", "/q/a%2bb", "/q/a%0d%0a", "/q/a;b"))
            all.add(refusedOrOne("18", path, get(path), request -> assertTrue(request.target().matches("/y\\?q=[^&=#+;\\s]*"), request::target)));
        for (String host : List.of("a@evil", "x:22:3", "x:99999", "localhost%23", "a%2fb", "%5b::1", "a%20b", "a%0d%0ab", "a%00b", "[::1", "a%5cb", ".", "a%40b"))
            all.add(refused("19", "host " + host, get("/h/" + host + "/z")));
        for (String bytes : List.of("%u002f", "%zz", "%", "%2"))
            all.add(refused("22", bytes, get("/p/" + bytes)));
        all.add(refusedOrOne("22", "raw bytes", get("/p/\u00c3\u00a9\u00ff"), ClientAttacks::inside));
        all.add(refused("23", "endless target", get("/p/" + "a".repeat(1 << 17))));
    }

    private static void targets(List<ClientAttack> all) {
        for (String target : List.of("http://evil/p/1", "evil:80", "@evil/", "//evil/p/1", "*", ".evil.com/", "/p/@evil/", "/p/.evil.com/", "/p/:1/", "http://evil:x/p", "http://a@evil/p/1", "http:///p/1",
                "/unix:/tmp/x|http://evil/", "/unix:" + "A".repeat(5000) + "|http://evil/", "/p/unix:/tmp/x|http://evil/"))
            all.add(refusedOrOne("20", target.substring(0, Math.min(40, target.length())), get(target), ClientAttacks::inside));
        all.add(unseen("20", "OPTIONS *", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n"));
        all.add(refused("20", "CONNECT", "CONNECT x:22 HTTP/1.1\r\nHost: a\r\n\r\n"));
        all.add(refused("20", "fragment", get("/p/a#b")));
    }

    private static void fields(List<ClientAttack> all) {
        all.add(one("24", "nominated fields", getWith("Host: a\r\nX-Forwarded-For: 6.6.6.6\r\nCookie: a=b\r\nConnection: X-Forwarded-For, X-Real-IP, Host, Cookie, Authorization, Transfer-Encoding, Content-Length\r\n"), request -> {
            assertEquals(List.of("127.0.0.1"), request.all("X-Forwarded-For"));
            assertEquals(1, request.all("Host").size());
            assertEquals(List.of(), request.all("Cookie"));
        }));
        all.add(one("25", "forged address", getWith("Host: a\r\nX-Forwarded-For: 6.6.6.6\r\nX-Forwarded-For: 7.7.7.7\r\n"), request -> assertEquals(List.of("6.6.6.6, 7.7.7.7, 127.0.0.1"), request.all("X-Forwarded-For"))));
        for (String hosts : List.of("Host: a\r\nHost: b\r\n", "Host:\r\n", "", "Host: a@b\r\n", "Host: a:2$\r\n", "Host: a/b\r\n", "Host: a b\r\n"))
            all.add(refused("26", hosts.isEmpty() ? "no Host" : hosts.strip().replace("\r\n", ", "), getWith(hosts)));
        all.add(refusedOrOne("26", "list of hosts", getWith("Host: a,b\r\n"), request -> assertTrue(request.field("Host").startsWith("127.0.0.1:"))));
        all.add(one("27", "fields of one hop", getWith("Host: a\r\nTE: gzip\r\nProxy-Connection: x\r\nKeep-Alive: x\r\nUpgrade: h2c\r\nHTTP2-Settings: x\r\nConnection: Upgrade, HTTP2-Settings\r\n"), request -> {
            for (String name : List.of("TE", "Proxy-Connection", "Keep-Alive", "Upgrade", "HTTP2-Settings")) assertEquals(List.of(), request.all(name));
        }));
        all.add(refused("29", "no hop left", getWith("Host: a\r\nMax-Forwards: 0\r\n")));
        all.add(unseen("29", "TRACE with a cookie", "TRACE /p/1 HTTP/1.1\r\nHost: a\r\nMax-Forwards: 0\r\nCookie: secret=1\r\n\r\n"));
        all.add(refused("29", "a loop", getWith("Host: a\r\nX-Forwarded-Server: " + "proxy.test, ".repeat(20) + "proxy.test\r\n")));
        String ranges = "bytes=" + "0-,".repeat(500) + "0-";
        all.add(one("30", "many ranges", getWith("Host: a\r\nRange: " + ranges + "\r\nAccept-Encoding: ../\r\n"), request -> {
            assertEquals(ranges, request.field("Range"));
            assertEquals("../", request.field("Accept-Encoding"));
        }));
    }
}
