package io.github.passmatch.config.review;

import io.github.passmatch.config.draft.ConfigDraft;
import io.github.passmatch.config.draft.RuleDraft;
import io.github.passmatch.config.draft.ScopeDraft;
import io.github.passmatch.config.draft.SectionDraft;
import io.github.passmatch.config.draft.ServerDraft;
import io.github.passmatch.config.problem.Finding;
import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.rules.Bytes;
import io.github.passmatch.rules.Place;
import io.github.passmatch.rules.match.EncodedSlashes;
import io.github.passmatch.rules.reverse.CookieRule;
import io.github.passmatch.rules.reverse.ReverseRule;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Reviews the directives that change responses, and directives that apply to a whole server. */
final class ReviewOfAnswers {

    private final ConfigDraft config;
    private final Problems problems;
    private final List<RuleDraft> forwarding;
    private final NavigableSet<String> targets;
    private final Set<String> fixedParts;

    ReviewOfAnswers(ConfigDraft config) {
        this.config = config;
        this.problems = config.problems;
        this.forwarding = config.rules.stream().filter(rule -> rule.target.isPresent()).toList();
        this.targets = forwarding.stream().map(rule -> rule.url.text()).collect(Collectors.toCollection(TreeSet::new));
        this.fixedParts = targets.stream().map(ReviewOfAnswers::fixedPart).collect(Collectors.toSet());
    }

    void run() {
        server(config.main);
        config.hosts.forEach(this::server);
    }

    private void server(ServerDraft server) {
        boolean preserves = server.inherited(from -> from.scope.preserveHost).orElse(false);
        scope(server.scope, preserves);
        for (SectionDraft section : server.sections) scope(section.scope, section.scope.preserveHost.orElse(preserves));
        if (server.encodedSlashes.filter(value -> value != EncodedSlashes.OFF).isPresent())
            placeOf("AllowEncodedSlashes", server.scope).ifPresent(place -> problems.noteOnce(Finding.NOT_IN_FORCE, place, "Tomcat and Jetty refuse %2F in paths by default, before this line has an effect",
                    "allow it there too: encodedSolidusHandling=\"passthrough\" in Tomcat, uriCompliance with AMBIGUOUS_PATH_SEPARATOR in Jetty; java -jar needs nothing"));
        if (server.encodedSlashes.filter(EncodedSlashes.NO_DECODE::equals).isPresent())
            placeOf("AllowEncodedSlashes", server.scope).ifPresent(place -> problems.noteOnce(Finding.DEPARTURE, place, "httpd would answer 400 to a path with %25; here it is forwarded", ""));
        placeOf("ProxyTimeout", server.scope).ifPresent(place -> problems.noteOnce(Finding.DEPARTURE, place, "httpd would answer 502 when no data arrives within timeout; here 504", ""));
    }

    private void scope(ScopeDraft scope, boolean preservesHost) {
        scope.reverse.forEach(reverse -> reverse(reverse, preservesHost));
        for (CookieRule cookie : scope.cookies)
            if (cookie.attribute() == CookieRule.Attribute.PATH)
                problems.noteOnce(Finding.DEPARTURE, cookie.place(), "httpd would replace the whole Path of a cookie; here only what matched is replaced and the tail stays", "");
        if (scope.errorOverride.filter(override -> override.on()).isPresent())
            placeOf("ProxyErrorOverride", scope).ifPresent(place -> problems.note(Finding.ERROR_OVERRIDE, place,
                    "a response that is overridden loses all header fields of the upstream, also Set-Cookie; httpd would also close the connection, here the connection is kept", "name the statuses to override, ProxyErrorOverride On 500 503"));
        if (scope.maxRequestBody.orElse(0) > 0)
            placeOf("LimitRequestBody", scope).ifPresent(place -> problems.noteOnce(Finding.DEPARTURE, place, "httpd does not enforce LimitRequestBody on what it proxies; here a longer body is answered with 413", ""));
    }

    private static Optional<Place> placeOf(String directive, ScopeDraft scope) {
        return Optional.ofNullable(scope.directivePlaces.get(directive));
    }

    private void reverse(ReverseRule reverse, boolean preservesHost) {
        String url = Bytes.toText(reverse.real());
        if (!isSentTo(url) || reverse.interpolate()) {
            if (!preservesHost && !reverse.interpolate() && url.contains("://") && !url.startsWith("balancer:"))
                problems.note(Finding.REDIRECT_NOT_MAPPED, reverse.place(), "no rule sends anything to " + url + ", so this line has no effect unless an upstream itself sends this URL", "");
            return;
        }
        if (preservesHost) forwarding.stream().filter(rule -> sendsTo(url, rule.url.text())).findFirst().filter(rule -> !rule.isRegex()).ifPresent(rule -> withClientsHost(reverse, rule));
    }

    /** Whether {@link #sendsTo} is true for a target; fast, because there may be as many lines as rules. */
    private boolean isSentTo(String url) {
        String next = targets.ceiling(url);
        return next != null && next.startsWith(url) || IntStream.rangeClosed(0, url.length()).anyMatch(end -> fixedParts.contains(url.substring(0, end)));
    }

    /** With {@code ProxyPreserveHost On} the upstream knows only the public name, so its redirects contain this name. */
    private void withClientsHost(ReverseRule reverse, RuleDraft rule) {
        String upstreamPath = rule.url.text().replaceFirst("^(unix:[^|]*\\|)?[^:]*://[^/]*", "");
        boolean samePath = withSlash(upstreamPath).equals(withSlash(rule.pattern.text()));
        String because = "because of ProxyPreserveHost On the upstream's redirects name the public host, not " + Bytes.toText(reverse.real());
        if (!samePath) problems.warn(Finding.REDIRECT_NOT_MAPPED, reverse.place(), because + ", so this line does not map them", "add ProxyPassReverse " + rule.pattern.text() + " with the public URL and the upstream's path");
    }

    private static String withSlash(String path) {
        return path.endsWith("/") ? path : path + "/";
    }

    private static boolean sendsTo(String url, String target) {
        return target.startsWith(url) || url.startsWith(fixedPart(target));
    }

    /** The beginning of a target that does not depend on the request. */
    private static String fixedPart(String target) {
        int dollar = target.indexOf('$');
        return dollar < 0 ? target : target.substring(0, dollar);
    }
}
