package io.github.passmatch.golden;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The rows in which we do something else than httpd on purpose, by the numbers of the README's table, and the rows that are not run. */
public final class Departures {

    /** What we do instead of what httpd does: the departure's number and the change to the row, in the words of {@link Changes}. */
    record Departure(int number, String change) { }

    /** Not yet, or not ours: the reason, by the beginning of the row's name. */
    private static final Map<String, String> LEFT_OUT = new TreeMap<>(Map.of(
            "bal-", "balancers", "reuse-balancer-match", "balancers", "status-", "balancers",
            "short-url-loses-params", "upgrade=", "upgrade-forwarded", "upgrade=", "upgrade-any", "upgrade="));

    /** Departure 9: these start on httpd and fail per request; here they do not start. */
    private static final Set<String> REFUSED_AT_START = Set.of("undefined-balancer", "unknown-scheme");

    /** Departure 25: refused by the container or by us, with any 4xx or 501. */
    private static final Set<String> REFUSED_SOMEHOW = Set.of("enc-nul", "map-encoded-slash-404", "body-te-unknown", "body-cl-duplicate", "enc-bad-escape");

    private static final Map<String, Departure> DEPARTURES = Map.ofEntries(
            Map.entry("reuse-match-short-url", new Departure(1, "connection=Keep-Alive connections=1")),
            Map.entry("reuse-other-lines-worker", new Departure(1, "connection=Keep-Alive connections=1")),
            Map.entry("reuse-absorbed", new Departure(1, "connection=Keep-Alive connections=1")),
            Map.entry("reuse-worker-shared-params", new Departure(1, "connection=close connections=2")),
            Map.entry("reuse-worker-shared-prefix", new Departure(1, "connection=close connections=2")),
            Map.entry("reuse-match-port-adjacent", new Departure(2, "connection=Keep-Alive connections=1")),
            Map.entry("map-glued-host", new Departure(3, "status=200 target=/a")),
            Map.entry("match-question-mark", new Departure(4, "target=/x?p=1&q=2")),
            Map.entry("url-query-in-directive", new Departure(4, "target=/x/a?k=v&z=1")),
            Map.entry("url-percent-in-directive", new Departure(5, "target=/x%20y/a")),
            Map.entry("match-literal-dollar-path", new Departure(6, "target=/x/$1")),
            Map.entry("match-escape-disables-append", new Departure(6, "target=/xy/a/z")),
            Map.entry("map-aes-nodecode-percent25", new Departure(7, "status=200 target=/x/a%25b")),
            Map.entry("resp-read-timeout", new Departure(10, "status=504")),
            Map.entry("resp-garbage-is-http09", new Departure(11, "status=502")),
            Map.entry("hdr-duplicates-merged", new Departure(15, "separate=X-A:1,X-A:2,Cookie:a=1,Cookie:b=2")),
            Map.entry("resp-vary-merged", new Departure(16, "client=Vary:A,Vary:B")),
            Map.entry("resp-date-format", new Departure(16, "client=Last-Modified:Monday¦ 01-Jan-01 00:00:00 GMT")),
            Map.entry("resp-range-sliced", new Departure(16, "status=200 body=hello client=Content-Length:5")),
            Map.entry("rev-prefix-no-boundary", new Departure(20, "client=Location:http://{upstream}/xyz")),
            Map.entry("rev-locationmatch-trap", new Departure(20, "client=Location:http://{upstream}/x/foo")),
            Map.entry("rev-case-insensitive", new Departure(20, "client=Location:HTTP://{upstream}/X/foo")),
            Map.entry("cookie-path-whole-value", new Departure(21, "client=Set-Cookie:s=1; Path=/a/y")),
            Map.entry("body-limit-not-enforced", new Departure(27, "status=413 nothing")));

    private Departures() { }

    /** Why the row is not run at all. */
    public static Optional<String> leftOut(GoldenRow row) {
        return LEFT_OUT.entrySet().stream().filter(entry -> row.id().startsWith(entry.getKey())).map(Map.Entry::getValue).findFirst();
    }

    /** Whether the row's configuration must not start here. */
    public static boolean refusedAtStart(GoldenRow row) {
        return REFUSED_AT_START.contains(row.id());
    }

    /** Whether any refusal will do, as long as nothing reaches the upstream. */
    static boolean refusedSomehow(GoldenRow row) {
        return REFUSED_SOMEHOW.contains(row.id());
    }

    static Changes changes(GoldenRow row, String upstream) {
        Departure departure = DEPARTURES.get(row.id());
        return new Changes(departure == null ? "" : departure.change(), upstream);
    }

    /** Whether we do in this row what httpd does. */
    public static boolean faithful(GoldenRow row) {
        return !refusedAtStart(row) && !refusedSomehow(row) && !DEPARTURES.containsKey(row.id());
    }
}
