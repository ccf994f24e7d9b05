package io.github.passmatch.differential;

import io.github.passmatch.differential.Difference.Facet;
import io.github.passmatch.testing.RawClient;
import io.github.passmatch.testing.RawUpstream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Finds all differences between what httpd did in an exchange and what we did, but for what is nobody's business. */
final class Comparison {

    /** The client's connection, and how the container frames a body. */
    private static final Set<String> CLIENT_CONNECTION = Set.of("connection", "keep-alive", "transfer-encoding");
    /** Written by whoever answers, unless the upstream did. */
    private static final Set<String> VOLATILE = Set.of("date", "server");
    /** They come with a built-in page. */
    private static final Set<String> OF_A_PAGE = Set.of("content-type", "content-length", "cache-control", "content-language", "expires");
    /** httpd's, Jetty's, and our own. */
    private static final Pattern PAGE = Pattern.compile("<!DOCTYPE HTML PUBLIC .*|<html>.*|\\d{3} [A-Z][A-Za-z ]+\n", Pattern.DOTALL);

    private final Scenario.Exchange exchange;
    private final Outcome httpd;
    private final Outcome ours;
    private final List<Difference> differences = new ArrayList<>();

    private Comparison(Scenario.Exchange exchange, Outcome httpd, Outcome ours) {
        this.exchange = exchange;
        this.httpd = httpd;
        this.ours = ours;
    }

    static List<Difference> of(Scenario.Exchange exchange, Outcome httpd, Outcome ours) {
        if (Behind.answered(ours) && leftToDocuments(exchange, httpd)) return List.of();
        Comparison comparison = new Comparison(exchange, httpd, ours);
        comparison.compareUpstream();
        comparison.compareClient();
        return comparison.differences;
    }

    /** Whether no rule took it: httpd looked for a document, and there is none. Its answer to OPTIONS has the status that a RewriteRule with [R] has left behind. */
    private static boolean leftToDocuments(Scenario.Exchange exchange, Outcome httpd) {
        if (!httpd.seen().isEmpty()) return false;
        boolean options = exchange.method().equals("OPTIONS") && httpd.answer() != null && httpd.answer().field("Allow") != null;
        return options || List.of(404, 405).contains(httpd.status()) || httpd.status() == 200 && exchange.method().equals("TRACE");
    }

    private void compare(Facet facet, String name, Object expected, Object actual) {
        if (!Objects.equals(expected, actual)) differences.add(new Difference(facet, name, expected == null ? null : expected.toString(), actual == null ? null : actual.toString()));
    }

    private void compareUpstream() {
        compare(Facet.ASKED, "", httpd.seen().size(), ours.seen().size());
        for (int i = 0; i < Math.min(httpd.seen().size(), ours.seen().size()); i++) compareRequest(httpd.seen().get(i), ours.seen().get(i));
    }

    private void compareRequest(RawUpstream.Request expected, RawUpstream.Request actual) {
        compare(Facet.METHOD, "", expected.method(), actual.method());
        compare(Facet.TARGET, "", expected.requestLine().substring(expected.requestLine().indexOf(' ') + 1), actual.requestLine().substring(actual.requestLine().indexOf(' ') + 1));
        Map<String, String> httpds = byName(expected.fields());
        Map<String, String> own = byName(actual.fields());
        for (String name : both(httpds, own)) compare(Facet.REQUEST_FIELD, name, httpds.get(name), own.get(name));
        // Where an Expect stands that the proxy adds itself (ping=) has no meaning.
        if (exchange.all("Expect").isEmpty()) List.of(httpds, own).forEach(fields -> fields.remove("expect"));
        compare(Facet.REQUEST_ORDER, "", order(expected, own.keySet()), order(actual, httpds.keySet()));
        compare(Facet.REQUEST_BODY, "", expected.body() + (expected.complete() ? "" : " (incomplete)"), actual.body() + (actual.complete() ? "" : " (incomplete)"));
        compare(Facet.REUSED, "", expected.numberOnConnection() > 1, actual.numberOnConnection() > 1);
    }

    /** The names as spelled, each where it stands first, without those that the other side does not have. */
    private static List<String> order(RawUpstream.Request request, Set<String> common) {
        Map<String, String> first = new LinkedHashMap<>();
        for (String name : request.names()) first.putIfAbsent(name.toLowerCase(Locale.ROOT), name);
        first.keySet().retainAll(common);
        return List.copyOf(first.values());
    }

    private void compareClient() {
        compare(Facet.STATUS, "", httpd.status(), ours.status());
        compare(Facet.INTERIM, "", httpd.interim(), ours.interim());
        if (httpd.answer() == null || ours.answer() == null) return;
        boolean pages = page(httpd) && page(ours);
        Map<String, String> httpds = byName(httpd.answer().fields());
        Map<String, String> own = byName(ours.answer().fields());
        boolean sameBody = body(httpd).equals(body(ours));
        for (String name : both(httpds, own)) {
            if (CLIENT_CONNECTION.contains(name) || VOLATILE.contains(name) && (!upstreamSent(name) || ours.seen().isEmpty()) || pages && OF_A_PAGE.contains(name)) continue;
            // Who knows the end of a body may announce it, or frame it otherwise.
            if (name.equals("content-length") && sameBody && !exchange.method().equals("HEAD") && (!httpds.containsKey(name) || !own.containsKey(name))) continue;
            // So httpd marks an answer in whose place it sends an error document, because the upstream broke off in the body.
            if (name.equals("expires") && httpd.status() == 502 && httpds.getOrDefault(name, "").equals(httpds.get("date")) && !own.containsKey(name)) continue;
            compare(Facet.ANSWER_FIELD, name, httpds.get(name), own.get(name));
        }
        compare(Facet.ANSWER_BODY, "", body(httpd), body(ours));
    }

    private boolean upstreamSent(String name) {
        return Pattern.compile("^" + name + ":", Pattern.CASE_INSENSITIVE | Pattern.MULTILINE).matcher(exchange.reply().raw()).find();
    }

    private String body(Outcome outcome) {
        RawClient.Answer answer = outcome.answer();
        return page(outcome) ? "(a page of the server's own)" : answer.body() + (answer.complete() ? "" : " (incomplete)");
    }

    /** Whether the answer is a page of the server's own. */
    private boolean page(Outcome outcome) {
        String body = outcome.answer().body();
        if (!body.isEmpty()) return PAGE.matcher(body).matches();
        return outcome.seen().isEmpty() || exchange.method().equals("HEAD") && !upstreamSent(outcome.answer());
    }

    /** Whether it is the upstream's answer to HEAD: {@code ProxyErrorOverride} keeps the status, and not the length. */
    private boolean upstreamSent(RawClient.Answer answer) {
        String raw = exchange.reply().raw();
        boolean otherLength = answer.status() >= 400 && upstreamSent("Content-Length") && !raw.contains("Content-Length: " + answer.field("Content-Length") + "\r\n");
        return raw.contains(" " + answer.status()) && !otherLength;
    }

    private static Set<String> both(Map<String, String> one, Map<String, String> other) {
        Set<String> names = new TreeSet<>(one.keySet());
        names.addAll(other.keySet());
        return names;
    }

    private static Map<String, String> byName(List<String[]> fields) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String[] field : fields) values.merge(field[0].toLowerCase(Locale.ROOT), field[1], (one, next) -> one + "\n" + next);
        return values;
    }
}
