package io.github.passmatch.config.review;

import io.github.passmatch.config.draft.ConfigDraft;
import io.github.passmatch.config.draft.RuleDraft;
import io.github.passmatch.config.parameter.Parameter;
import io.github.passmatch.config.parameter.Parameters;
import io.github.passmatch.config.problem.Finding;
import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.config.text.Word;
import io.github.passmatch.rules.match.PathPrefix;
import io.github.passmatch.rules.match.PathRegex;
import io.github.passmatch.rules.server.ProxyConfig.Listen;
import io.github.passmatch.rules.target.Target;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Finds lines that are valid, but have another meaning than most readers expect. */
final class ReviewOfTraps {

    private static final Pattern ESCAPE = Pattern.compile("%[0-9A-Fa-f]{2}");
    private static final Pattern JOINED = Pattern.compile("(?:\\$[0-9]|[;,])(" + Parameters.all().stream().filter(parameter -> !parameter.bare()).map(Parameter::name).collect(Collectors.joining("|")) + ")=[^/?&]*$",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern BARE_NUMBER = Pattern.compile("(?i)acquire=([0-9]{1,2})");
    private static final Set<String> THIS_HOST = Set.of("localhost", "127.0.0.1", "::1", "0.0.0.0");

    private final ConfigDraft config;
    private final Problems problems;

    ReviewOfTraps(ConfigDraft config) {
        this.config = config;
        this.problems = config.problems;
    }

    void review(RuleDraft rule) {
        if (rule.pattern instanceof PathPrefix prefix) path(rule, prefix);
        if (rule.pattern instanceof PathRegex regex) regex(rule, regex.text());
        if (rule.target.isEmpty()) return;
        url(rule);
        ownPort(rule, rule.target.get());
        rule.parameters.forEach(this::acquire);
        contradiction(rule.parameters);
    }

    private static boolean seesEncodedPath(RuleDraft rule) {
        return rule.parameters.stream().anyMatch(word -> word.text().toLowerCase(Locale.ROOT).startsWith("mapping="));
    }

    private void path(RuleDraft rule, PathPrefix prefix) {
        if (prefix.text().contains("?")) problems.warn(Finding.NEVER_MATCHES, rule.patternPlace, "this rule can never match: paths are compared without the query, so they contain no ?", "write the path alone");
        Matcher escape = ESCAPE.matcher(prefix.text());
        if (escape.find() && !seesEncodedPath(rule)) problems.warn(Finding.NEVER_MATCHES, rule.patternPlace, "this rule rarely matches: paths are compared after decoding, and " + escape.group() + " is compared literally",
                escape.group().equals("%20") ? "write a space, and put the path in quotes" : "write the character itself");
    }

    private void regex(RuleDraft rule, String text) {
        if (text.matches("\\^?\\(?(?:\\?:)?https?(\\?|\\\\)?:?//.*") || text.matches("\\^https?.?://.*")) problems.warn(Finding.NEVER_MATCHES, rule.patternPlace, "this rule can never match: the expression is compared with the path, without scheme and host",
                "write the path alone; <VirtualHost> chooses by host");
        else if (text.contains("\\?")) problems.warn(Finding.NEVER_MATCHES, rule.patternPlace, "the expression requires a ?, but paths are compared without the query", "write the path alone; the query is forwarded automatically");
        else if (ESCAPE.matcher(text).find() && !seesEncodedPath(rule)) problems.warn(Finding.NEVER_MATCHES, rule.patternPlace, "paths are compared after decoding, and % with two hex digits is compared literally", "write the character itself");
        else if (text.startsWith("/") && text.endsWith("$") && !text.endsWith("\\$") && !new RegexShape((PathRegex) rule.pattern).isAnchored())
            problems.note(Finding.UNANCHORED_REGEX, rule.patternPlace, "the expression has no ^, so it also matches later in the path, as in /x" + text.replaceFirst("[(\\[.*+?\\\\|{$].*", "") + "…", "add ^ at the start if only the beginning of the path is intended");
    }

    private void url(RuleDraft rule) {
        String text = rule.url.text();
        Matcher joined = JOINED.matcher(text);
        boolean query = text.contains("?");
        if (!query && joined.find()) problems.warn(Finding.JOINED_PARAMETER, rule.url.at(joined.start(1)), "\"" + joined.group(1) + "=\" is part of the URL here, because there is no space before the parameter", "add a space before the parameter");
        else if (text.endsWith(";")) problems.warn(Finding.JOINED_PARAMETER, rule.url.at(text.length() - 1), "the ; is part of the URL: directives of httpd end at the end of the line", "remove the ;");
    }

    private void ownPort(RuleDraft rule, Target target) {
        Optional<Integer> port = target.authority().map(authority -> authority.port());
        boolean thisHost = target.authority().filter(authority -> THIS_HOST.contains(authority.host().toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]", ""))).isPresent();
        List<Integer> ports = config.listen.stream().map(Listen::port).toList();
        if (thisHost && port.filter(ports::contains).isPresent()) problems.warn(Finding.LOOP, rule.url.place(), "this URL leads back to the port that Listen names, so requests would loop", "name the port of the upstream");
    }

    private void acquire(Word word) {
        Matcher bare = BARE_NUMBER.matcher(word.text());
        if (bare.matches()) problems.warn(Finding.DOUBTFUL, word.place(), word.text() + " is " + bare.group(1) + " milliseconds: a number without a unit is in ms here, but in seconds for timeout and ttl", "write acquire=" + bare.group(1) + "s if seconds are meant, or acquire=" + bare.group(1) + "ms");
    }

    private void contradiction(List<Word> parameters) {
        Optional<Word> enable = parameters.stream().filter(word -> word.is("enablereuse=on")).findFirst();
        Optional<Word> disable = parameters.stream().filter(word -> word.is("disablereuse=on")).findFirst();
        if (enable.isPresent() && disable.isPresent()) {
            Word last = parameters.indexOf(enable.get()) > parameters.indexOf(disable.get()) ? enable.get() : disable.get();
            problems.warn(Finding.DOUBTFUL, last.place(), "enablereuse=on and disablereuse=on contradict each other; the last one counts, " + last.text(), "leave one of them out");
        }
    }
}
