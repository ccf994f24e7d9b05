package io.github.passmatch.bench;

import static java.util.Arrays.stream;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What is asked, by how many at once. */
enum Workload {

    SMALL("small", "512 B GET, pooled", Kind.PROXYING, get("/small", 512, 64)),
    SMALL_1("small-1", "512 B GET, pooled, 1 connection", Kind.PROXYING, get("/small", 512, 1)),
    SMALL_512("small-512", "512 B GET, pooled, 512 connections", Kind.PROXYING, get("/small", 512, 512)),
    NONREUSING("nonreusing", "512 B GET, non-reusing", Kind.NONREUSING, get("/n/small", 512, 64)),
    TLS("tls", "512 B GET, over kept https connections", Kind.TLS, get("/tls/small", 512, 64)),
    BALANCED("balanced", "512 B GET, pooled, four members", Kind.BALANCED, get("/b/small", 512, 64)),
    LARGER("64k", "64 KiB GET", Kind.RELAYING, get("/64k", Sizes.KIB_64, 64)),
    LARGE_GET("10m-get", "10 MiB GET", Kind.RELAYING, get("/10m", Sizes.MIB_10, 8)),
    LARGE_POST("10m-post", "10 MiB POST", Kind.RELAYING, post(Sizes.MIB_10, "application/octet-stream", 8)),
    JSON_POST("json-post", "8 KiB JSON POST", Kind.RELAYING, post(8 << 10, "application/json", 64)),
    OBSERVED("observed", "512 B GET, pooled, with access log and Server-Timing", Kind.OBSERVED, get("/small", 512, 64)),
    WAIT("wait-2000", "2,000 clients, the upstream answers after 100 ms", Kind.WAITING, waiting(100, 2000)),
    WAIT_1S("wait-2000-1s", "2,000 clients, the upstream answers after 1 s", Kind.WAITING, waiting(1000, 2000)),
    WAIT_10S("wait-10000-10s", "10,000 clients, the upstream answers after 10 s", Kind.WAITING, waiting(10_000, 10_000)),
    TUNNELS("tunnels", "100 tunnels of WebSocket, each with 1 MiB/s", Kind.TUNNELS, new Request("/t/echo", 0, "", 0, 100, 0)),
    START("start", "from exec to the first answer", Kind.START, get("/small", 512, 1));

    /** Who can do it. */
    enum Kind { PROXYING, NONREUSING, TLS, RELAYING, OBSERVED, WAITING, BALANCED, TUNNELS, START }

    private static final class Sizes {
        static final int KIB_64 = 64 << 10;
        static final int MIB_10 = 10 << 20;
    }

    /**
     * One request, and how many clients repeat it without pause.
     *
     * @param bodyLength     of the request; 0 is a GET
     * @param bodyType       its media type, or empty
     * @param expectedLength of the answer; -1: a number, the length of the request's body, in text
     * @param waitMillis     how long the upstream takes
     */
    record Request(String path, int bodyLength, String bodyType, int expectedLength, int connections, int waitMillis) { }

    private final String key;
    private final String title;
    private final Kind kind;
    private final Request request;

    Workload(String key, String title, Kind kind, Request request) {
        this.key = key;
        this.title = title;
        this.kind = kind;
        this.request = request;
    }

    private static Request get(String path, int length, int connections) {
        return new Request(path, 0, "", length, connections, 0);
    }

    private static Request post(int length, String type, int connections) {
        return new Request("/slow/post", length, type, -1, connections, 0);
    }

    private static Request waiting(int millis, int clients) {
        return new Request("/slow/wait/" + millis, 0, "", "late\n".length(), clients, millis);
    }

    /** As the command line names it. */
    String key() {
        return key;
    }

    String title() {
        return title;
    }

    Kind kind() {
        return kind;
    }

    Request request() {
        return request;
    }

    /** The bodies of one exchange together, in MiB, where they are what counts; else 0. */
    int mebibytes() {
        return (Math.max(request.bodyLength(), request.expectedLength())) >> 20;
    }

    /** Which part of the requests was made that there would be if nothing but the upstream took time. Of each client's, the one that is under way at the end does not count. */
    double share(Load load) {
        return load.requests() / (request.connections() * (load.seconds() * 1000 / request.waitMillis() - 1));
    }

    /** Those that {@code keys} name, in our order. */
    static List<Workload> named(List<String> keys) {
        for (String key : keys) if (stream(values()).noneMatch(work -> work.key.equals(key))) throw new IllegalArgumentException("no workload is named " + key + "; there are " + keys());
        return stream(values()).filter(work -> keys.isEmpty() || keys.contains(work.key)).toList();
    }

    static String keys() {
        return Arrays.stream(values()).map(Workload::key).collect(Collectors.joining(", "));
    }
}
