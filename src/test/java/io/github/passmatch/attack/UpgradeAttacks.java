package io.github.passmatch.attack;

import static io.github.passmatch.attack.UpgradeAttack.noTunnel;
import static io.github.passmatch.attack.UpgradeAttack.ordinary;
import static io.github.passmatch.attack.UpgradeAttack.refused;
import static io.github.passmatch.attack.UpgradeAttack.tunnel;
import static io.github.passmatch.testing.TunnelClient.CONSENT;
import static io.github.passmatch.testing.TunnelClient.WEBSOCKET;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The rows of the attack list about switches of protocols. {@code /u} allows websocket, {@code /any} all protocols, {@code /closed} none; {@code /u/secret} is forbidden. */
final class UpgradeAttacks {

    /** A whole frame of WebSocket, masked. */
    private static final String FRAME = "\u0081\u0085\u0001\u0002\u0003\u0004ihohn";
    private static final String SMUGGLED = "GET " + ClientAttack.SMUGGLED + " HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String FORBIDDEN = "GET /u/secret HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\u0000\u0000\u0000\u0004\u0000\u0000\u0000\u0000\u0000";
    private static final String H2C = "HTTP2-Settings: AAMAAABkAAQAAP__\r\n";

    private UpgradeAttacks() { }

    static Stream<UpgradeAttack> all() {
        List<UpgradeAttack> all = new ArrayList<>();
        notAsked(all);
        http(all);
        tokens(all);
        bodies(all);
        access(all);
        refusals(all);
        switches(all);
        badSwitches(all);
        return all.stream();
    }

    private static String get(String target, String fields) {
        return "GET " + target + " HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n";
    }

    private static String upgrade(String protocol) {
        return "Upgrade: " + protocol + "\r\nConnection: Upgrade\r\n";
    }

    private static void notAsked(List<UpgradeAttack> all) {
        all.add(ordinary("not allowed by the rule", get("/closed/1", WEBSOCKET) + FRAME, "/x/1"));
        all.add(ordinary("not allowed by the rule, a request behind", get("/closed/1", WEBSOCKET) + FORBIDDEN, "/x/1"));
        all.add(ordinary("another protocol than the rule allows", get("/u/1", upgrade("foo")) + FRAME, "/u/1"));
        all.add(ordinary("HTTP/1.0", "GET /u/1 HTTP/1.0\r\nHost: a\r\n" + WEBSOCKET + "\r\n" + FRAME, "/u/1"));
        all.add(noTunnel("Connection without upgrade", get("/u/1", "Upgrade: websocket\r\nConnection: keep-alive\r\n") + FRAME));
        all.add(noTunnel("no Connection", get("/u/1", "Upgrade: websocket\r\n") + FRAME));
        all.add(noTunnel("Connection with another word that begins like it", get("/u/1", "Upgrade: websocket\r\nConnection: upgrades\r\n") + FRAME));
        all.add(ordinary("no Upgrade", get("/u/1", "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n") + FRAME, "/u/1"));
        all.add(ordinary("an empty Upgrade", get("/u/1", upgrade("")) + FRAME, "/u/1"));
        all.add(ordinary("removed by RequestHeader", get("/unset/1", WEBSOCKET) + FRAME, "/u/1"));
        all.add(ordinary("101 that nobody has asked for", get("/u/1", ""), "/u/1").answered(CONSENT, 502));
        all.add(ordinary("101 that nobody has asked for, over HTTP/1.0", "GET /u/1 HTTP/1.0\r\nHost: a\r\n" + WEBSOCKET + "\r\n" + FRAME, "/u/1").answered(CONSENT, 502));
        all.add(ordinary("101 that the rule does not allow", get("/closed/1", WEBSOCKET) + FRAME, "/x/1").answered(CONSENT, 502));
    }

    /** Behind these, a client would send requests that no rule sees. */
    private static void http(List<UpgradeAttack> all) {
        for (String path : List.of("/u/1", "/any/1"))
            for (String protocol : List.of("h2c", "H2C", "h2", "h2c/1", "HTTP/2.0", "http/1.1", "HTTP"))
                all.add(ordinary(protocol + " by " + path, get(path, "Upgrade: " + protocol + "\r\nConnection: Upgrade, HTTP2-Settings\r\n" + H2C) + PREFACE, path));
        all.add(ordinary("101 to h2c that was not offered", get("/any/1", "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\n" + H2C) + PREFACE, "/any/1").answered(CONSENT.replace("websocket", "h2c"), 502));
        all.add(tunnel("h2c beside websocket", get("/any/1", "Upgrade: h2c, websocket\r\nConnection: Upgrade, HTTP2-Settings\r\n" + H2C) + FRAME, "/any/1 websocket", FRAME));
        all.add(tunnel("101 to h2c, which was offered beside websocket", get("/any/1", "Upgrade: h2c, websocket\r\nConnection: Upgrade\r\n") + PREFACE, "/any/1 websocket", "").answered(CONSENT.replace("websocket", "h2c"), 502));
    }

    private static void tokens(List<UpgradeAttack> all) {
        all.add(tunnel("several protocols", get("/u/1", upgrade("foo, websocket,bar")) + FRAME, "/u/1 websocket", FRAME));
        all.add(tunnel("one protocol twice", get("/u/1", upgrade("websocket, WebSocket")) + FRAME, "/u/1 websocket", FRAME));
        all.add(tunnel("several fields Upgrade", get("/u/1", "Upgrade: foo\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n") + FRAME, "/u/1 websocket", FRAME));
        all.add(tunnel("several fields Connection", get("/u/1", "Upgrade: websocket\r\nConnection: keep-alive\r\nConnection: Upgrade\r\n") + FRAME, "/u/1 websocket", FRAME));
        all.add(tunnel("2,000 protocols", get("/u/1", upgrade("f,".repeat(2_000) + "websocket")) + FRAME, "/u/1 websocket", FRAME));
        all.add(tunnel("a protocol of 4,000 characters", get("/any/1", upgrade("f".repeat(4_000))) + FRAME, "/any/1 " + "f".repeat(4_000), FRAME));
        for (String protocol : List.of("websocket;x=1", "web socket", "websocket/", "/websocket", "websocket/1/2", "\"websocket\"", "websocket\u00e9", "\u000bwebsocket", "websocket\u0001", "web\rsocket", "websocket@", "(websocket)"))
            for (String path : List.of("/u/1", "/any/1")) all.add(noTunnel("no protocol: " + protocol.replace("\r", "\\r") + " by " + path, get(path, upgrade(protocol)) + FRAME));
        all.add(noTunnel("a folded Upgrade", get("/u/1", "Upgrade: web\r\n socket\r\nConnection: Upgrade\r\n") + FRAME));
        all.add(refused("a zero byte", get("/u/1", upgrade("websocket\u0000")) + FRAME));
        all.add(refused("a blank before the colon", get("/u/1", "Upgrade : websocket\r\nConnection: Upgrade\r\n") + FRAME));
        all.add(refused("a protocol of 1 MB", get("/any/1", upgrade("f".repeat(1 << 20)))));
    }

    private static String post(String fields, String body) {
        return "POST /u/1 HTTP/1.1\r\nHost: a\r\n" + WEBSOCKET + fields + "\r\n" + body;
    }

    private static void bodies(List<UpgradeAttack> all) {
        all.add(tunnel("a body, and the tunnel behind it", post("Content-Length: 5\r\n", "hello" + SMUGGLED), "/u/1 websocket hello", SMUGGLED));
        all.add(tunnel("chunks, and the tunnel behind them", post("Transfer-Encoding: chunked\r\n", "5\r\nhello\r\n0\r\n\r\n" + SMUGGLED), "/u/1 websocket hello", SMUGGLED));
        all.add(tunnel("a length of 0", post("Content-Length: 0\r\n", SMUGGLED), "/u/1 websocket", SMUGGLED));
        all.add(tunnel("an expectation", post("Expect: 100-continue\r\nContent-Length: 5\r\n", "hello" + FRAME), "/u/1 websocket hello", FRAME));
        all.add(refused("two lengths", post("Content-Length: 5\r\nContent-Length: 0\r\n", "hello" + SMUGGLED)));
        all.add(refused("length +5", post("Content-Length: +5\r\n", "hello" + SMUGGLED)));
        all.add(refused("unknown coding", post("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n" + SMUGGLED)));
        all.add(refused("a short body", post("Content-Length: 10\r\n", "hello")));
        all.add(refused("a short chunk", post("Transfer-Encoding: chunked\r\n", "a\r\nhello")));
        all.add(refused("a chunk of no size", post("Transfer-Encoding: chunked\r\n", "g\r\nhello\r\n0\r\n\r\n" + SMUGGLED)));
        all.add(refused("trailers that ask for a switch", "POST /u/1 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nbad\r\n\r\n" + FRAME));
        all.add(ordinary("trailers that ask for a switch, in order", "POST /u/1 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n", "/u/1"));
        all.add(refused("CONNECT", "CONNECT a:80 HTTP/1.1\r\nHost: a:80\r\n" + WEBSOCKET + "\r\n" + FRAME));
        all.add(refused("CONNECT to a path", "CONNECT /u/1 HTTP/1.1\r\nHost: a\r\n" + WEBSOCKET + "\r\n" + FRAME));
        all.add(refused("PRI", "PRI /u/1 HTTP/2.0\r\nHost: a\r\n" + WEBSOCKET + "\r\n" + FRAME));
    }

    private static void access(List<UpgradeAttack> all) {
        for (String path : List.of("/u/secret", "/u/secret/1", "/u/1/../secret", "/u/%73ecret", "/u/./secret", "/u//secret", "/u/1/%2e%2e/secret", "/u/evil"))
            all.add(refused("forbidden " + path, get(path, WEBSOCKET + "Origin: https://evil.example\r\n") + FRAME));
        all.add(tunnel("a forbidden path within the tunnel is only bytes", get("/u/1", WEBSOCKET) + FORBIDDEN, "/u/1 websocket", FORBIDDEN));
        all.add(tunnel("fields of one hop", get("/u/1", "Upgrade: websocket\r\nConnection: Upgrade, Sec-WebSocket-Key, X-Forwarded-For, Host\r\nKeep-Alive: x\r\nSec-WebSocket-Key: x\r\n") + FRAME, "/u/1 websocket", FRAME));
    }

    /** The upstream does not switch: what follows are requests, each of which goes through the rules. */
    private static void refusals(List<UpgradeAttack> all) {
        for (String status : List.of("200 OK", "204 No Content", "304 Not Modified", "400 Bad Request", "403 Forbidden", "426 Upgrade Required", "500 Error")) {
            int code = Integer.parseInt(status.substring(0, 3));
            String answer = "HTTP/1.1 " + status + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" + (code == 204 || code == 304 ? "" : "Content-Length: 0\r\n") + "\r\n";
            all.add(tunnel(status + ", then frames", get("/u/1", WEBSOCKET) + FRAME, "/u/1 websocket", "").answered(answer, code));
            all.add(tunnel(status + ", then a forbidden request", get("/u/1", WEBSOCKET) + FORBIDDEN, "/u/1 websocket", "").answered(answer, code));
        }
        String old = WEBSOCKET.replace("Version: 13", "Version: 1337");
        all.add(tunnel("a version that does not exist, then a forbidden request", get("/u/1", old) + FORBIDDEN, "/u/1 websocket", "").answered("HTTP/1.1 426 Upgrade Required\r\nSec-WebSocket-Version: 13\r\nContent-Length: 0\r\n\r\n", 426));
        all.add(tunnel("a body without length", get("/u/1", WEBSOCKET) + FORBIDDEN, "/u/1 websocket", "").answered("HTTP/1.1 200 OK\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\n\r\nhello", 200));
    }

    private static String switching(String fields) {
        return "HTTP/1.1 101 Switching Protocols\r\n" + fields + "\r\n";
    }

    private static UpgradeAttack asked(String name) {
        return tunnel(name, get("/u/1", WEBSOCKET) + FRAME, "/u/1 websocket", FRAME);
    }

    private static void switches(List<UpgradeAttack> all) {
        all.add(asked("a request behind the request").answered(CONSENT, 101));
        for (String framing : List.of("Content-Length: 5\r\n", "Transfer-Encoding: chunked\r\n", "Content-Length: 0\r\n", "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"))
            all.add(asked("101 with " + framing.replace("\r\n", ", ")).answered(switching(upgrade("websocket") + framing) + "5\r\nhello", 101).receives("5\r\nhello"));
        all.add(asked("a second head behind 101").answered(CONSENT + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil", 101).receives("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil"));
        all.add(asked("101 without Connection").answered(switching("Upgrade: WEBSOCKET\r\n"), 101));
        all.add(asked("101 in HTTP/1.0, as simple servers write it").answered("HTTP/1.0 101 Switching Protocols\r\n" + upgrade("websocket") + "\r\n", 101));
        all.add(asked("101 with Connection: close").answered(switching("Upgrade: websocket\r\nConnection: close\r\n"), 101));
    }

    private static void badSwitches(List<UpgradeAttack> all) {
        for (String fields : List.of("Connection: Upgrade\r\n", upgrade("foo"), upgrade(""), upgrade("websocket, foo"), upgrade("websocket") + upgrade("websocket"), upgrade("websocket/13"), upgrade("h2c")))
            all.add(asked("101 with " + fields.replace("\r\n", ", ")).answered(switching(fields) + FRAME, 502));
        for (String fields : Arrays.asList("X: a\rSet-Cookie: evil\r\n", "X: a\u0000b\r\n", "X Y: 1\r\n", "X: 1\r\n".repeat(10_000), "X: " + "a".repeat(1 << 20) + "\r\n", "nonsense\r\n"))
            all.add(asked("101 with the bad field " + fields.substring(0, Math.min(fields.length(), 5)).strip() + " of " + fields.length() + " characters").answered(switching(upgrade("websocket") + fields), 502));
        all.add(asked("101 in HTTP/2.0").answered("HTTP/2.0 101 Switching Protocols\r\n" + upgrade("websocket") + "\r\n", 502));
        all.add(asked("100 with Upgrade, then 200").answered("HTTP/1.1 100 Continue\r\n" + upgrade("websocket") + "\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 200));
    }
}
