package io.github.passmatch.differential;

import io.github.passmatch.golden.GoldenRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Directives, and what is sent through a proxy that has been given them. Texts hold {@code {upstream}} where its host and port belong.
 *
 * @param whole whether the directives need a whole server: virtual hosts, or lines that are allowed in the main server only
 */
record Scenario(String name, List<String> directives, List<Exchange> exchanges, boolean whole) {

    /** What the default upstream answers. */
    static final Reply OK = new Reply("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Type: text/plain\r\n\r\nok", false);

    /** One request, sent on a connection of its own, and what the upstream will answer. */
    record Exchange(String request, Reply reply) {

        String method() {
            return request.substring(0, request.indexOf(' '));
        }

        String target() {
            return request.split(" ")[1];
        }

        /** The values of the client's lines of that name, in order, as sent but for outer blanks. */
        List<String> all(String name) {
            List<String> values = new ArrayList<>();
            for (String line : request.substring(0, request.indexOf("\r\n\r\n") + 2).split("\r\n"))
                if (line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":")) values.add(line.substring(name.length() + 1).strip());
            return values;
        }
    }

    /** Bytes, and whether the connection is closed behind them. {@code <silent>}: none for three seconds. */
    record Reply(String raw, boolean close) { }

    static Scenario of(GoldenRow row) {
        Reply reply = row.upstreamResponse() == null ? OK : new Reply(row.upstreamResponse().raw(), row.upstreamResponse().close());
        List<Exchange> exchanges = new ArrayList<>();
        for (int i = 0; i < row.times(); i++) exchanges.add(new Exchange(row.rawRequest("{upstream}"), reply));
        boolean whole = row.directives().stream().anyMatch(line -> line.contains("ProviderAlias "));
        return new Scenario("golden " + row.id(), row.directives(), exchanges, whole);
    }

    /** The whole configuration for that upstream. */
    String configuration(String upstream) {
        return GoldenRow.fill("ServerName proxy.example.com\n" + String.join("\n", directives) + "\n", upstream);
    }

    /** Whether some directive's text matches the regular expression somewhere. */
    boolean says(String regex) {
        return java.util.regex.Pattern.compile(regex, java.util.regex.Pattern.CASE_INSENSITIVE | java.util.regex.Pattern.MULTILINE).matcher(String.join("\n", directives)).find();
    }
}
