package io.github.passmatch.differential;

import java.util.List;

/** Requests as clients and attackers send them, byte by byte; those that no two servers agree on are left out. */
final class GeneratedRequests {

    private static final List<String> TAILS = List.of("", "/", "/b", "/b/c", "/b/", "bc", "/b//c", "/./b", "/../b", "/b/../c", "/../a/b", "/%61", "/a%20b", "/%2e%2e/q", "/..;/z", "/c;x=1/b", "/a%3Bb", "/%c3%a9",
            "/\u00c3\u00a9", "/a+b", "/a%2Bb", "/%25", "/%3F%23", "/~x-_.", "/a%2Fb", "/a%5Cb", "/a:b@c", "/a'b(c)*!$&,=", "/%0A", "/a|b", "/\"x\"", "/<x>", "/[x]", "/^`{}", "/%7f", "/$1", "/a%2525", "/x.gif", "/B/C",
            "/x/y/z", "/q", "/%41%42", "/.", "/..", "/...", "/b/.", "/b/..", "/%2E", "/b%2f%2fc", "/a%00b", "/%zz", "/%", "/;", "/b;", "/b;v=1;w=2", "/a=b&c=d", "/%3d%26", "/c%09d", "/%e2%82%ac");
    private static final List<String> QUERIES = List.of("", "", "", "", "?", "?q=1", "?q=%20&b=+", "?a=\"<>\"", "?x=\u00c3\u00a9", "?%", "??", "?a?b", "?q=a|b[]{}", "?/../x", "?q=http://h/x");
    private static final List<String> FIELDS = List.of("X-A: 1", "X-A: 2", "x-a: 3", "Cookie: a=1", "Cookie: b=2", "X-Forwarded-For: 1.2.3.4", "X-Forwarded-For: 5.6.7.8, 9.9.9.9", "X-Forwarded-Host: h.example",
            "X-Forwarded-Server: s.example", "X-Forwarded-Proto: https", "Forwarded: for=1.2.3.4", "Via: 1.0 p", "Via: 1.1 q (c)", "Max-Forwards: 5", "Max-Forwards: 0", "Max-Forwards: abc", "Keep-Alive: 300", "TE: trailers",
            "Trailer: X", "Proxy-Connection: keep-alive", "Proxy-Authorization: Basic eA==", "Authorization: Basic eTp6", "Range: bytes=0-0", "If-None-Match: \"x\"", "If-Modified-Since: Mon, 01 Jan 2001 00:00:00 GMT",
            "Accept: */*", "Accept-Encoding: gzip, br", "X_Under_Score: 1", "X-Empty:", "X-Wide:    a   b   ", "User-Agent: Mozilla/5.0 (X11)", "Referer: http://www.example.org/a?b", "X-Latin: caf\u00e9", "Proxy: x", "Content-Language: de",
            "X-Long: " + "l".repeat(3000), "Accept-Language: de, en;q=0.5", "Origin: null", "X-Quote: \"a, b\", c", "Upgrade-Insecure-Requests: 1", "Content-Type: text/plain");
    private static final List<String> CONNECTIONS = List.of("close", "close", "close", "keep-alive", "close, X-A", "X-A, close", "close, X-Forwarded-For, Cookie", "close, Host", "close, x-nothing", "CLOSE");
    private static final List<String> HOSTS = List.of("www.example.org", "www.example.org", "www.example.org", "WWW.Example.org:8443", "127.0.0.1", "other.example:80", "[::1]:8080", "third.example", "x.example", "alias.org.");

    private final Dice dice;

    GeneratedRequests(Dice dice) {
        this.dice = dice;
    }

    String make() {
        String method = dice.chance(60) ? "GET" : dice.of("GET", "HEAD", "POST", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "FOO", "get", "TRACE");
        boolean old = dice.chance(8);
        StringBuilder raw = new StringBuilder(method).append(' ').append(target()).append(old ? " HTTP/1.0\r\n" : " HTTP/1.1\r\n");
        if (!old || dice.chance(50)) raw.append("Host: ").append(dice.of(HOSTS)).append("\r\n");
        for (String field : dice.some(5, FIELDS)) raw.append(field).append("\r\n");
        if (!old || dice.chance(50)) raw.append("Connection: ").append(dice.of(CONNECTIONS)).append("\r\n");
        if (!hasBody(method)) return raw.append("\r\n").toString();
        String body = body(old);
        if (!old && !body.startsWith("Content-Length: 0") && dice.chance(8)) raw.append(dice.of("Expect: 100-continue\r\n", "Expect: 100-Continue\r\n"));
        return raw.append(body).toString();
    }

    private String target() {
        String path = dice.of("/a", "/a", "/a", "/a", "/a", "/m", "/b", "/A", "/", "/a%20b", "/a.b", "//a", "/%61", "/a;v=1", "/x/../a", "/ab", "/a/a");
        if (dice.chance(3)) path = "http://www.example.org" + path;
        return path + dice.of(TAILS) + dice.of(QUERIES);
    }

    private boolean hasBody(String method) {
        return List.of("POST", "PUT", "PATCH", "FOO").contains(method) && dice.chance(85) || method.equals("DELETE") && dice.chance(30);
    }

    private String body(boolean old) {
        String text = dice.of("x", "a=1&b=2", "body of some length", "\u0000\u0001\u00ff", "z".repeat(20_000), "y".repeat(16_304), "w".repeat(9_000));
        if (old || dice.chance(50)) return "Content-Length: " + text.length() + "\r\n\r\n" + text;
        if (dice.chance(15)) return "Content-Length: 0\r\n\r\n";
        if (dice.chance(15)) return "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
        String extension = dice.chance(20) ? ";e=1" : "";
        return "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(text.length()) + extension + "\r\n" + text + "\r\n" + (dice.chance(30) ? "3\r\nend\r\n" : "") + "0\r\n" + (dice.chance(15) ? "X-Trailer: t\r\n" : "") + "\r\n";
    }
}
