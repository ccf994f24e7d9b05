package io.github.passmatch.rules.rewrite;

import io.github.passmatch.rules.environment.RequestFacts;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** A variable {@code %{NAME}} of rewriting. */
@FunctionalInterface
interface RewriteVariable {

    /** The value; empty text if the request does not have it. */
    String of(RewriteRun run);

    /** Names that stay empty for proxied requests, as in httpd. */
    Set<String> EMPTY = Set.of("PATH_INFO", "AUTH_TYPE", "REMOTE_IDENT", "HANDLER", "CONTEXT_PREFIX", "SCRIPT_USER", "SCRIPT_GROUP");

    /** The variables with a fixed name. */
    Map<String, RewriteVariable> FIXED = fixed();

    private static Map<String, RewriteVariable> fixed() {
        Map<String, RewriteVariable> all = new TreeMap<>();
        all.put("REQUEST_URI", run -> run.facts().path());
        all.put("REQUEST_FILENAME", RewriteRun::subject);
        all.put("SCRIPT_FILENAME", RewriteRun::subject);
        all.put("QUERY_STRING", run -> run.query() == null ? "" : run.query());
        all.put("THE_REQUEST", run -> theRequest(run.facts().received()));
        all.put("REQUEST_METHOD", run -> run.facts().request().method());
        all.put("REQUEST_SCHEME", run -> run.facts().scheme());
        all.put("HTTPS", run -> run.facts().request().scheme().equals("https") ? "on" : "off");
        all.put("HTTP_HOST", run -> run.facts().request().host() == null ? "" : run.facts().request().host());
        all.put("SERVER_NAME", run -> run.facts().serverName());
        all.put("SERVER_PORT", run -> String.valueOf(run.facts().serverPort()));
        all.put("SERVER_PROTOCOL", run -> run.facts().request().protocol());
        all.put("SERVER_ADDR", run -> run.facts().request().serverAddress());
        all.put("REMOTE_ADDR", run -> run.facts().request().remoteAddress());
        all.put("REMOTE_HOST", run -> run.facts().request().remoteAddress());
        all.put("REMOTE_USER", run -> orEmpty(run.facts().environment().userOr(run.facts().request())));
        all.put("IPV6", run -> run.facts().request().remoteAddress().indexOf(':') >= 0 ? "on" : "off");
        all.put("IS_SUBREQ", run -> "false");
        for (String[] field : new String[][] {{"HTTP_USER_AGENT", "User-Agent"}, {"HTTP_REFERER", "Referer"}, {"HTTP_COOKIE", "Cookie"}, {"HTTP_ACCEPT", "Accept"},
                {"HTTP_FORWARDED", "Forwarded"}, {"HTTP_PROXY_CONNECTION", "Proxy-Connection"}})
            all.put(field[0], field(field[1]));
        for (String[] time : new String[][] {{"TIME_YEAR", "yyyy"}, {"TIME_MON", "MM"}, {"TIME_DAY", "dd"}, {"TIME_HOUR", "HH"}, {"TIME_MIN", "mm"}, {"TIME_SEC", "ss"}, {"TIME", "yyyyMMddHHmmss"}})
            all.put(time[0], time(time[1]));
        all.put("TIME_WDAY", run -> String.valueOf(ZonedDateTime.now(ZoneId.systemDefault()).getDayOfWeek().getValue() % 7));
        for (String name : EMPTY) all.put(name, run -> "");
        return all;
    }

    private static String theRequest(RequestFacts request) {
        return request.method() + " " + request.path() + (request.query() == null ? "" : "?" + request.query()) + " " + request.protocol();
    }

    private static RewriteVariable time(String pattern) {
        DateTimeFormatter format = DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
        return run -> ZonedDateTime.now(ZoneId.systemDefault()).format(format);
    }

    private static RewriteVariable field(String name) {
        return run -> {
            List<String> values = run.facts().request().fields(name);
            return String.join(", ", values);
        };
    }

    /**
     * The variable with this name; names of httpd are case-insensitive.
     *
     * @return empty if the name is unknown or not supported
     */
    static Optional<RewriteVariable> named(String name) {
        int colon = name.indexOf(':');
        Function<String, Boolean> prefixed = prefix -> colon == prefix.length() && name.regionMatches(true, 0, prefix, 0, colon);
        if (prefixed.apply("HTTP")) return Optional.of(field(name.substring(colon + 1)));
        if (prefixed.apply("ENV")) return Optional.of(run -> orEmpty(run.facts().environment().get(name.substring(colon + 1))));
        if (prefixed.apply("SSL") && name.substring(colon + 1).equalsIgnoreCase("HTTPS")) return Optional.of(run -> run.facts().request().scheme().equals("https") ? "on" : "");
        return Optional.ofNullable(FIXED.get(name.toUpperCase(Locale.ROOT)));
    }

    private static String orEmpty(String value) {
        return value == null ? "" : value;
    }
}
