package io.github.passmatch.attack;

import static io.github.passmatch.attack.UpstreamAttack.cut;
import static io.github.passmatch.attack.UpstreamAttack.passes;
import static io.github.passmatch.attack.UpstreamAttack.refused;
import static io.github.passmatch.attack.UpstreamAttack.refusedAtEnd;

import io.github.passmatch.attack.UpstreamAttack.End;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Section D of the attack list: the upstream is hostile or broken. */
final class UpstreamAttacks {

    private static final String EVIL = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil";
    private static final String LONG = "l".repeat(100_000);

    private UpstreamAttacks() { }

    static Stream<UpstreamAttack> all() {
        List<UpstreamAttack> all = new ArrayList<>();
        extraBytes(all);
        framing(all);
        heads(all);
        bodiless(all);
        shortBodies(all);
        fields(all);
        return all.stream();
    }

    private static String ok(String fields, String body) {
        return "HTTP/1.1 200 OK\r\n" + fields + "\r\n" + body;
    }

    private static void extraBytes(List<UpstreamAttack> all) {
        all.add(passes("31", "a second answer behind a length", ok("Content-Length: 5\r\n", "hello") + EVIL, "hello", false));
        all.add(passes("31", "a second answer behind chunks", ok("Transfer-Encoding: chunked\r\n", "5\r\nhello\r\n0\r\n\r\n") + EVIL, "hello", false));
        all.add(passes("31", "a second answer behind an empty body", ok("Content-Length: 0\r\n", "") + EVIL, "", false));
        all.add(passes("31", "one byte too many", ok("Content-Length: 5\r\n", "hello!"), "hello", false));
        all.add(passes("32", "a timeout behind the answer", ok("Content-Length: 5\r\n", "hello") + "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", "hello", false));
        all.add(passes("31", "nothing wrong", ok("Content-Length: 5\r\n", "hello"), "hello", true));
    }

    private static void framing(List<UpstreamAttack> all) {
        all.add(passes("33", "length and chunks", ok("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n", "5\r\nhello\r\n0\r\n\r\n"), "hello", false));
        all.add(refused("33", "two lengths", ok("Content-Length: 5\r\nContent-Length: 6\r\n", "hello!")));
        all.add(refused("33", "length 5, 6", ok("Content-Length: 5, 6\r\n", "hello!")));
        all.add(refused("33", "length 5, 5", ok("Content-Length: 5, 5\r\n", "hello")));
        for (String length : List.of("+5", "-1", "0x5", "5 5", "", "99999999999999999999", "five"))
            all.add(refused("33", "length " + length, ok("Content-Length: " + length + "\r\n", "hello")));
        for (String coding : List.of("chunked, chunked", "gzip, chunked", "identity", "xchunked", "chunked\r\nTransfer-Encoding: chunked", ""))
            all.add(refused("33", "coding " + coding.replace("\r\n", " "), ok("Transfer-Encoding: " + coding + "\r\n", "5\r\nhello\r\n0\r\n\r\n")));
        for (String size : List.of("g", "-5", "", "fffffffffffffffff", "0x5"))
            all.add(refused("33", "chunk size " + size, ok("Transfer-Encoding: chunked\r\n", size + "\r\nhello\r\n0\r\n\r\n")));
        all.add(passes("33", "a folded length", ok("Content-Length:\r\n 5\r\n", "hello"), "hello", false));
        all.add(passes("33", "a folded coding", ok("Transfer-Encoding:\r\n chunked\r\n", "5\r\nhello\r\n0\r\n\r\n"), "hello", false));
        all.add(refused("33", "a length in two lines", ok("Content-Length: 5\r\n 0\r\n", "hello")));
        all.add(passes("33", "chunks in HTTP/1.0", "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", "hello", false));
    }

    private static void heads(List<UpstreamAttack> all) {
        for (String line : List.of("garbage", "HTTP/2 200", "HTTP/2.0 200 OK", "HTTP/1.1 99 X", "HTTP/1.1 2OO OK", "HTTP/1.1 20 OK", "HTTP/1.1 2000 OK", "HTTP/1.1  200 OK", "http/1.1 200 OK", "ICY 200 OK", "HTTP/1.1", "\u0000"))
            all.add(refused("33", line, line + "\r\nContent-Length: 5\r\n\r\nhello"));
        all.add(refused("33", "garbage before the head", "garbage\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"));
        all.add(refused("34", "101 unasked", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n"));
        all.add(refused("34", "1000 interim answers", "HTTP/1.1 100 Continue\r\n\r\n".repeat(1000) + ok("Content-Length: 5\r\n", "hello")));
        all.add(refused("34", "1000 hints", "HTTP/1.1 103 Early Hints\r\n\r\n".repeat(1000) + ok("Content-Length: 5\r\n", "hello")));
        all.add(refused("34", "an interim answer with a body", "HTTP/1.1 103 Early Hints\r\nContent-Length: 5\r\n\r\nhello" + ok("Content-Length: 5\r\n", "hello")));
        all.add(refused("35", "carriage return in a value", ok("X: a\rSet-Cookie: evil\r\nContent-Length: 5\r\n", "hello")));
        all.add(refused("35", "carriage return in the status line", "HTTP/1.1 200 OK\rContent-Length: 5\r\n\r\nhello"));
        all.add(refused("35", "zero byte in the status line", "HTTP/1.1 200 O\u0000K\r\nContent-Length: 5\r\n\r\nhello"));
        all.add(refused("35", "a line of a carriage return", ok("X: 1\r\n\r\r\nContent-Length: 5\r\n", "hello")));
        all.add(refused("35", "zero byte in a value", ok("X: a\u0000b\r\nContent-Length: 5\r\n", "hello")));
        all.add(refused("35", "1 MB line", ok("X: " + "a".repeat(1 << 20) + "\r\nContent-Length: 5\r\n", "hello")));
        all.add(refused("35", "10,000 fields", ok("X: 1\r\n".repeat(10_000) + "Content-Length: 5\r\n", "hello")));
        all.add(refused("35", "60 kB cookie path", ok("Set-Cookie: a=b; Path=/" + "p".repeat(60_000) + "\r\nContent-Length: 5\r\n", "hello")));
        all.add(refused("35", "blank in a name", ok("X Y: 1\r\nContent-Length: 5\r\n", "hello")));
        all.add(refusedAtEnd("35", "end within the head", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n"));
        for (String head : List.of("H", "HTTP/1", "HTTP/1.1 200", "HTTP/1.1 200 OK", "HTTP/1.1 200 OK\r", "HTTP/1.1 204 No Content\r\n", "HTTP/1.1 204 No Content\r\n\r", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r"))
            all.add(refusedAtEnd("35", "end within the head after " + head.replace("\r", "\\r").replace("\n", "\\n"), head));
        all.add(refusedAtEnd("35", "nothing at all", ""));
        all.add(passes("35", "folded field", ok("X: 1\r\n 2\r\nContent-Length: 5\r\n", "hello"), "hello", true));
    }

    private static void bodiless(List<UpstreamAttack> all) {
        all.add(new UpstreamAttack("34", "HEAD with a body", "HEAD", ok("Content-Length: 4\r\n", "evil"), End.STAYS, 200, "", false));
        all.add(new UpstreamAttack("34", "204 with a body", "GET", "HTTP/1.1 204 No Content\r\n\r\n" + EVIL, End.STAYS, 204, "", false));
        all.add(new UpstreamAttack("34", "204 with chunks announced", "GET", "HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n", End.STAYS, 204, "", false));
        all.add(new UpstreamAttack("34", "204 with a length", "GET", "HTTP/1.1 204 No Content\r\nContent-Length: 4\r\n\r\n", End.STAYS, 204, "", false));
        all.add(new UpstreamAttack("34", "204 with a length of 0", "GET", "HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n", End.STAYS, 204, "", true));
        all.add(new UpstreamAttack("34", "304 with a body", "GET", "HTTP/1.1 304 Not Modified\r\nContent-Length: 4\r\n\r\nevil", End.STAYS, 304, "", false));
        all.add(new UpstreamAttack("34", "205 with a body", "GET", "HTTP/1.1 205 Reset Content\r\nContent-Length: 0\r\n\r\nevil", End.STAYS, 205, "", false));
    }

    private static void shortBodies(List<UpstreamAttack> all) {
        for (End end : List.of(End.CLOSES, End.RESETS)) {
            all.add(cut("36", "short body, " + end, ok("Content-Length: 200000\r\n", LONG), end));
            all.add(cut("36", "no last chunk, " + end, ok("Transfer-Encoding: chunked\r\n", "186a0\r\n" + LONG + "\r\n"), end));
            all.add(cut("36", "half a chunk, " + end, ok("Transfer-Encoding: chunked\r\n", "30d40\r\n" + LONG), end));
        }
        String withoutLastLine = ok("Transfer-Encoding: chunked\r\n", "186a0\r\n" + LONG + "\r\n0\r\n");
        for (End end : List.of(End.CLOSES, End.RESETS))
            for (String rest : List.of("", "\r", "X-Sum: 1", "X-Sum: 1\r\n", "X-Sum: 1\r\n\r"))
                all.add(cut("36", "no empty line after the last chunk but '" + rest.replace("\r", "\\r").replace("\n", "\\n") + "', " + end, withoutLastLine + rest, end));
        all.add(cut("36", "a broken chunk later", ok("Transfer-Encoding: chunked\r\n", "186a0\r\n" + LONG + "\r\nzz\r\n"), End.STAYS));
        all.add(cut("36", "a broken trailer", ok("Transfer-Encoding: chunked\r\n", "186a0\r\n" + LONG + "\r\n0\r\nnonsense\r\n\r\n"), End.STAYS));
        all.add(cut("36", "reset at the end of a body without length", ok("", LONG), End.RESETS));
    }

    private static void fields(List<UpstreamAttack> all) {
        all.add(passes("39", "fields of one hop", ok("Connection: X-Secret, Content-Type\r\nX-Secret: 1\r\nKeep-Alive: timeout=60\r\nProxy-Authenticate: x\r\nProxy-Connection: x\r\nUpgrade: h2c\r\nContent-Length: 5\r\n", "hello"), "hello", true));
        all.add(passes("40", "strange places", ok("Location: javascript:alert(1)\r\nContent-Location: //internal\r\nContent-Length: 5\r\n", "hello"), "hello", true));
        all.add(passes("41", "a coding that is none", ok("Content-Encoding: bogus\r\nContent-Length: 5\r\n", "hello"), "hello", true));
    }
}
