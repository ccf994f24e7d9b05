package io.github.passmatch.differential;

import io.github.passmatch.differential.Scenario.Reply;
import java.util.List;

/** What upstreams answer, on good days and on bad ones. */
final class GeneratedAnswers {

    private static final String TEXT = "Content-Type: text/plain\r\nContent-Length: 2\r\n\r\nok";
    private static final List<Reply> GOOD = List.of(
            open("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/html; charset=utf-8\r\n\r\n5\r\nhello\r\n6;x=y\r\n world\r\n0\r\n\r\n"),
            open("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nX-Trailer: t\r\n\r\n"),
            closing("HTTP/1.1 200 OK\r\n\r\nto the end"), closing("HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nold"), open("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n" + TEXT),
            open("HTTP/1.1 204 No Content\r\nX-A: 1\r\n\r\n"), open("HTTP/1.1 304 Not Modified\r\nETag: \"x\"\r\nCache-Control: max-age=1\r\n\r\n"), open("HTTP/1.1 404 Not Found\r\nX-A: 1\r\n" + TEXT),
            open("HTTP/1.1 500 Broken\r\n" + TEXT), open("HTTP/1.1 503 Busy\r\nRetry-After: 5\r\n" + TEXT), open("HTTP/1.1 401 Who\r\nWWW-Authenticate: Basic realm=\"a\"\r\nWWW-Authenticate: Bearer\r\n" + TEXT),
            open("HTTP/1.1 201 Created\r\nLocation: http://{upstream}/x/new?q=1#f\r\n" + TEXT), open("HTTP/1.1 302 Found\r\nLocation: http://{upstream}/x\r\nContent-Length: 0\r\n\r\n"),
            open("HTTP/1.1 302 Found\r\nLocation: http://{upstream}/xyz\r\nContent-Length: 0\r\n\r\n"), open("HTTP/1.1 301 Moved\r\nLocation: /x/foo\r\nContent-Length: 0\r\n\r\n"),
            open("HTTP/1.1 307 T\r\nLocation: https://{upstream}/x/foo\r\nContent-Length: 0\r\n\r\n"), open("HTTP/1.1 303 See\r\nLocation: http://www.example.org/x/foo\r\nContent-Length: 0\r\n\r\n"),
            open("HTTP/1.1 200 OK\r\nContent-Location: http://{upstream}/x/here\r\nRefresh: 0; url=http://{upstream}/x\r\nLink: <http://{upstream}/x>\r\n" + TEXT),
            open("HTTP/1.1 200 OK\r\nSet-Cookie: a=1; Path=/x; HttpOnly\r\nX-Z: 1\r\nSet-Cookie: b=2; Domain=int.example.org\r\n" + TEXT),
            open("HTTP/1.1 200 OK\r\nDate: Mon, 01 Jan 2001 00:00:00 GMT\r\nServer: up/1\r\nVia: 1.1 up\r\nAge: 5\r\n" + TEXT),
            open("HTTP/1.1 200 OK\r\nKeep-Alive: timeout=60\r\nProxy-Authenticate: Basic\r\nTrailer: X\r\nX-Foo: 1\r\nX-Bar: 2\r\nConnection: X-Foo\r\n" + TEXT), open("HTTP/1.1 299 Foo\r\n" + TEXT),
            open("HTTP/1.1 200 OK\r\nConnection: close\r\n" + TEXT), closing("HTTP/1.1 200 OK\r\n" + TEXT), open("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\n" + TEXT), open("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n" + TEXT),
            open("HTTP/1.1 200 OK\r\nVary: A\r\nVary: B\r\n" + TEXT), open("HTTP/1.1 200 OK\r\nLast-Modified: Monday, 01-Jan-01 00:00:00 GMT\r\nExpires: 0\r\n" + TEXT), open("HTTP/1.1 200 OK\nX-Bare: lf\nContent-Length: 2\n\nok"),
            open("HTTP/1.1 200 OK\r\nX-Folded: a\r\n b\r\nX-Empty:\r\nx-lower: 1\r\nX-Lower: 2\r\n" + TEXT), open("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nETag: W/\"1\"\r\nAccept-Ranges: none\r\n" + TEXT),
            open("\r\nHTTP/1.1 200 OK\r\n" + TEXT), open("HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-1/9\r\n" + TEXT), open("HTTP/1.1 200\r\n" + TEXT),
            open("HTTP/1.1 200 OK\r\nContent-Length: 20000\r\n\r\n" + "b".repeat(20_000)), open("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"), open("HTTP/1.1 200 OK\r\nX-Latin: caf\u00e9\r\n" + TEXT));
    private static final List<Reply> BAD = List.of(
            closing("garbage\r\nfoo"), closing("HTTP/2.0 200 OK\r\nContent-Length: 0\r\n\r\n"), closing(""), closing("HTTP/1.1 200 OK\r\nX: 1\r\n"), closing("HTTP/1.1 200 OK\r\nbogus line\r\n" + TEXT),
            closing("HTTP/1.1 101 Switching Protocols\r\nUpgrade: foo\r\nConnection: Upgrade\r\n\r\n"), closing("HTTP/1.1 200 OK\r\nX: " + "a".repeat(9_000) + "\r\n" + TEXT), closing("HTTP/1.1 200 OK\r\nContent-Length: abc\r\n\r\nok"),
            open("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 99\r\n\r\n2\r\nok\r\n0\r\n\r\n"), closing("HTTP/1.1 200 OK\r\nX Y: 1\r\n" + TEXT));

    private final Dice dice;

    GeneratedAnswers(Dice dice) {
        this.dice = dice;
    }

    /** To one who may wait for a 100: that and some more, or a final answer that ends the connection. */
    Reply toWaiting() {
        if (dice.chance(20)) return closing("HTTP/1.1 413 Too Large\r\nConnection: close\r\n" + TEXT);
        return open("HTTP/1.1 100 Continue\r\n\r\n" + dice.of(GOOD.stream().filter(reply -> reply.raw().matches("(?s)HTTP/1.1 [2-5].*") && !reply.close()).toList()).raw());
    }

    /**
     * @param method of the request; to HEAD goes a head only
     * @param good   whether it must be a proper one
     */
    Reply make(String method, boolean good) {
        if (dice.chance(45)) return method.equals("HEAD") ? headOf(Scenario.OK) : Scenario.OK;
        Reply reply = good || dice.chance(92) ? dice.of(GOOD) : dice.of(BAD);
        return method.equals("HEAD") ? headOf(reply) : reply;
    }

    private static Reply headOf(Reply reply) {
        int end = reply.raw().lastIndexOf("\r\n\r\n");
        int body = reply.raw().contains("chunked") ? reply.raw().indexOf("\r\n\r\n") : end;
        return body < 0 ? reply : new Reply(reply.raw().substring(0, body + 4), reply.close());
    }

    private static Reply open(String raw) {
        return new Reply(raw, false);
    }

    private static Reply closing(String raw) {
        return new Reply(raw, true);
    }
}
