package io.github.passmatch.config.review;

import io.github.passmatch.config.draft.RuleDraft;
import io.github.passmatch.config.draft.ServerDraft;
import io.github.passmatch.config.problem.Finding;
import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.rules.connection.ReuseDecision;
import io.github.passmatch.rules.connection.ReuseDecision.Cause;
import io.github.passmatch.rules.match.Destination;
import io.github.passmatch.rules.match.PathPrefix;
import io.github.passmatch.rules.match.PathRegex;
import io.github.passmatch.rules.match.Rule;
import io.github.passmatch.rules.target.Authority;
import io.github.passmatch.rules.target.Target;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reviews the upstream URLs of rules. */
final class ReviewOfTargets {

    private static final Pattern REFERENCE_IN_AUTHORITY = Pattern.compile("[^:]*://[^/?$]*\\$([0-9]).*");
    private static final Pattern ESCAPE = Pattern.compile(".*%[0-9A-Fa-f]{2}.*");

    private static final String VERIFIED = "httpd would trust any certificate without SSLProxyVerify; here it is verified";

    private final Problems problems;

    ReviewOfTargets(Problems problems) {
        this.problems = problems;
    }

    void review(RuleDraft draft, Rule rule) {
        Target target = draft.target.orElseThrow();
        if (draft.pattern instanceof PathPrefix prefix) slashes(draft, prefix, target);
        for (ReuseDecision obstacle : rule.destination().orElseThrow().connections().reuse().obstacles()) reuse(draft, obstacle.cause());
        credentials(draft);
        departures(draft, target);
        if (Authority.isTls(target.scheme())) tls(draft);
        upgrades(draft, rule);
    }

    /** Whether the URL, the line or a ProxySet allows the upgrade. */
    private void upgrades(RuleDraft draft, Rule rule) {
        Destination destination = rule.destination().orElseThrow();
        boolean encrypted = destination.target().socket().isPresent() && Authority.isTls(destination.target().scheme());
        if (encrypted && !destination.connections().protocol().upgrades().areNone())
            problems.error(draft.url.place(), "an upgrade to an upstream over TLS on a Unix socket is not supported", "write ws:// or http:// in the URL");
    }

    void reviewMember(RuleDraft draft, Rule member) {
        credentials(draft);
        upgrades(draft, member);
        if (Authority.isTls(draft.target.orElseThrow().scheme())) tls(draft);
    }

    private void reuse(RuleDraft draft, Cause cause) {
        switch (cause) {
            case BACK_REFERENCE -> problems.warn(Finding.BACK_REFERENCE, draft.url.at(Math.max(0, draft.url.text().indexOf('$'))),
                    "connections of this rule are not reused: the URL contains a back-reference ($), which switches reuse off by default (httpd does so without saying)",
                    "add enablereuse=on after the URL, or enablereuse=off if this is intended");
            case VARYING_AUTHORITY -> steerable(draft);
            case INTERPOLATED -> problems.warn(Finding.STEERABLE_TARGET, draft.url.at(Math.max(0, draft.url.text().indexOf("${"))),
                    "variables are filled into the URL for each request, so connections are never reused; if SetEnvIf takes them from the request, the client chooses the upstream",
                    "write a fixed host name");
            default -> { }
        }
    }

    private void steerable(RuleDraft draft) {
        Matcher reference = REFERENCE_IN_AUTHORITY.matcher(draft.url.text());
        boolean choice = reference.matches() && draft.pattern instanceof PathRegex regex && new RegexShape(regex).isChoice(Integer.parseInt(reference.group(1)));
        if (choice) problems.warn(Finding.STEERABLE_TARGET, draft.url.place(), "host or port comes from the request, so connections are never reused, even with enablereuse=on",
                "write one rule for each host");
        else problems.warn(Finding.STEERABLE_TARGET, draft.url.place(), "host or port comes from the request, so connections are never reused, even with enablereuse=on; and the client chooses the upstream",
                "write a fixed host name, so that clients cannot choose the host");
    }

    private void slashes(RuleDraft draft, PathPrefix prefix, Target target) {
        if (target.hasNoPath() || prefix.path().equals("/")) return;
        boolean left = prefix.path().endsWith("/");
        if (left == target.pathEndsInSlash() || target.text().contains("?")) return;
        String example = left ? prefix.text() + "x becomes …" + lastSegment(target) + "x" : prefix.text() + "/x becomes …" + lastSegment(target) + "/x";
        problems.warn(Finding.TRAILING_SLASH, draft.url.place(), "a trailing slash on one side only: " + example, "end both the path and the URL with a slash, or neither");
    }

    private static String lastSegment(Target target) {
        String path = target.text().replaceFirst("^unix:[^|]*\\|", "").replaceFirst("^[^:]*://[^/]*", "");
        return path.substring(Math.max(0, path.lastIndexOf('/', path.length() - 2)));
    }

    private void credentials(RuleDraft draft) {
        String authority = draft.url.text().replaceFirst("^[^:]*://", "").replaceFirst("[/?$].*", "");
        if (authority.contains("@")) problems.warn(Finding.CREDENTIALS_IN_URL, draft.url.place(), "user and password in the URL are dropped, as in httpd", "");
    }

    private void tls(RuleDraft draft) {
        draft.server.inherited(from -> from.scope.tlsEngineOff).ifPresent(place -> problems.warnOnce(Finding.DEPARTURE, place, "SSLProxyEngine Off has no effect: https:// in a URL is what makes TLS",
                "httpd would answer 500; write http:// in the URL if TLS is not intended", "SSLProxyEngine"));
        if (!isSet("SSLProxyEngine", draft.server)) problems.noteOnce(Finding.DEPARTURE, draft.url.place(), "httpd would answer 500 without SSLProxyEngine On; here https:// is enough", "write SSLProxyEngine On for httpd");
        boolean trusts = isSet("SSLProxyCACertificateFile", draft.server) || isSet("SSLProxyCACertificatePath", draft.server);
        if (isSet("SSLProxyVerify", draft.server)) return;
        if (trusts) problems.noteOnce(Finding.DEPARTURE, draft.url.place(), VERIFIED, "write SSLProxyVerify require for httpd");
        else problems.warnOnce(Finding.DEPARTURE, draft.url.place(), VERIFIED + ", and a certificate that the JVM does not trust is answered with 502",
                "name the issuer with SSLProxyCACertificateFile; write SSLProxyVerify none only if nobody else can reach the network in between", VERIFIED);
    }

    /** Whether the server or one of its sections sets the directive, even if the section applies to other URLs. */
    private static boolean isSet(String directive, ServerDraft server) {
        boolean inSection = server.joined(from -> from.sections).stream().anyMatch(section -> section.scope.directivePlaces.containsKey(directive));
        return inSection || server.inherited(from -> Optional.ofNullable(from.scope.directivePlaces.get(directive))).isPresent();
    }

    /** Reports differences from httpd (README, "Differences from httpd"). */
    private void departures(RuleDraft draft, Target target) {
        String text = draft.url.text();
        if (text.contains("?")) problems.note(Finding.DEPARTURE, draft.url.at(text.indexOf('?')), "httpd would send this ? as %3F; here it starts the query", "");
        if (ESCAPE.matcher(text).matches()) problems.note(Finding.DEPARTURE, draft.url.at(text.indexOf('%')), "httpd would escape this % once more; here a valid escape is kept", "");
        if (!draft.isRegex() && target.hasNoPath() && draft.pattern.text().endsWith("/"))
            problems.note(Finding.DEPARTURE, draft.url.place(), "httpd would join the path to the host name; here a slash is inserted", "for httpd, end the URL with a slash");
        if (draft.isRegex() && target.authority().isPresent() && REFERENCE_IN_AUTHORITY.matcher(text).matches())
            problems.note(Finding.DEPARTURE, draft.url.at(text.indexOf('$')), "httpd would treat this reference as part of the address and never reuse connections; here the reference is the start of the path",
                    "for httpd, add a / before the reference");
        if (draft.isRegex() && !target.hasReferences() && (text.contains("$") || text.contains("\\")))
            problems.note(Finding.DEPARTURE, draft.url.at(Math.max(text.indexOf('$'), text.indexOf('\\'))), "httpd would not append the request path here, because its substitution changes the text of the URL; here it is appended unless there is a reference", "");
    }
}
