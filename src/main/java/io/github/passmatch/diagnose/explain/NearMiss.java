package io.github.passmatch.diagnose.explain;

import io.github.passmatch.rules.Bytes;
import io.github.passmatch.rules.match.Match;
import io.github.passmatch.rules.match.Rule;
import io.github.passmatch.rules.server.ProxyConfig;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Finds a similar request that a rule takes, for a request that no rule takes: the usual slips of the person who wrote the rule or the URL. Each candidate is decided as a real request. */
final class NearMiss {

    private static final Pattern DIGITS = Pattern.compile("[0-9]+");
    /** A path may consist of thousands of numbers, each of which would be two more candidates. */
    private static final int MOST_NUMBERS = 20;

    private final ProxyConfig config;
    private final ExplainedRequest request;
    private final Map<ExplainedRequest, String> candidates = new LinkedHashMap<>();       // with the difference, in words

    private NearMiss(ProxyConfig config, ExplainedRequest request) {
        this.config = config;
        this.request = request;
    }

    /** The similar request and the rule, in words; empty if there is none. */
    static Optional<String> of(ProxyConfig config, ExplainedRequest request) {
        NearMiss search = new NearMiss(config, request);
        search.collect();
        return search.first();
    }

    private void collect() {
        String path = request.path();
        if (path.endsWith("/")) add(path.substring(0, path.length() - 1), "without the slash at the end");
        else add(path + "/", "with a slash at the end");
        for (Rule rule : config.rules()) addSpelling(rule, path);
        add(path.toLowerCase(Locale.ROOT), "in lower case");
        add(path.replaceAll("/{2,}", "/"), "with single slashes");
        for (MatchResult digits : DIGITS.matcher(path).results().limit(MOST_NUMBERS).toList()) {
            String before = path.substring(0, digits.start());
            String after = path.substring(digits.end());
            add(before + digits.group().substring(1) + after, "with one digit fewer");
            add(before + digits.group() + "0" + after, "with one digit more");
        }
        config.hosts().all().stream().flatMap(host -> host.names().stream()).filter(name -> !name.contains("*") && !name.contains("?")).forEach(this::addHost);
    }

    /** The path with the upper and lower case of the rule. */
    private void addSpelling(Rule rule, String path) {
        String start = rule.pattern().literalStart();
        if (path.regionMatches(true, 0, start, 0, start.length())) add(start + path.substring(start.length()), "in the upper and lower case of the rule");
    }

    private void add(String path, String difference) {
        if (path.startsWith("/") && !path.equals(request.path())) candidates.putIfAbsent(request.withPath(path), difference);
    }

    private void addHost(String name) {
        String port = request.host().contains(":") ? ":" + request.port() : "";
        candidates.putIfAbsent(request.at(name + port), "at the host " + name);
    }

    private Optional<String> first() {
        for (Map.Entry<ExplainedRequest, String> candidate : candidates.entrySet()) {
            ExplainedRequest similar = candidate.getKey();
            Match match = config.serverFor(similar.host(), similar.serverAddress(), similar.port(), similar.scheme()).decide(similar).match();
            if (match instanceof Match.Forwarded taken)
                return Optional.of(Bytes.toText(similar.path()) + " (" + candidate.getValue() + ") would be taken by rule " + taken.rule().number() + " (" + taken.rule().place().fileAndLine() + ")");
        }
        return Optional.empty();
    }
}
