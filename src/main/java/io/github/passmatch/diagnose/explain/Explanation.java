package io.github.passmatch.diagnose.explain;

import io.github.passmatch.diagnose.figures.Json;
import io.github.passmatch.rules.connection.ConnectionSettings;
import io.github.passmatch.rules.connection.ReuseDecision;
import io.github.passmatch.rules.environment.ProxyVariable;
import io.github.passmatch.rules.environment.RequestFacts;
import io.github.passmatch.rules.match.Match;
import io.github.passmatch.rules.server.ProxyConfig;
import io.github.passmatch.rules.server.RoutingDecision;
import io.github.passmatch.rules.server.Section;
import io.github.passmatch.rules.server.ServerConfig;
import io.github.passmatch.rules.target.Authority;
import io.github.passmatch.upstream.RequestSender;
import io.github.passmatch.upstream.outcome.BadRequest;
import io.github.passmatch.upstream.outcome.LeaseVerdict;
import io.github.passmatch.upstream.request.Identity;
import io.github.passmatch.upstream.request.RequestFields;
import io.github.passmatch.upstream.request.RequestOptions;
import io.github.passmatch.upstream.request.UpstreamRequest;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/**
 * One request, on paper: what a configuration makes of it, and why. Nothing is sent.
 *
 * @param request   what was asked about
 * @param server    which server of the configuration took it
 * @param tried     the rules that were tried, in that order; the last one decided, if any did
 * @param sections  those that apply, in the order of merging
 * @param variables mod_proxy's variables that are set for it
 * @param outcome   what becomes of it
 */
public record Explanation(RequestFacts request, String server, List<TriedRule> tried, List<Section> sections, List<ProxyVariable> variables, Outcome outcome) {

    public Explanation {
        tried = List.copyOf(tried);
        sections = List.copyOf(sections);
        variables = List.copyOf(variables);
    }

    /** What {@code config} makes of {@code request}, decided by the very code that decides for real ones. */
    public static Explanation of(ProxyConfig config, RequestFacts request) {
        ServerConfig site = config.siteFor(request.fields("Host").stream().findFirst().orElse(request.host()), request.port());
        Recorder recorder = new Recorder();
        RoutingDecision ruling = site.rule(request, recorder);
        List<ProxyVariable> variables = Arrays.stream(ProxyVariable.values()).filter(ruling.environment()::has).toList();
        return new Explanation(request, server(config, site), recorder.attempts(), recorder.sections(), variables, outcome(ruling));
    }

    /** What keeps this request from a kept connection, whatever the rule says: a variable that its rule does not set for every request. */
    Optional<LeaseVerdict.Reason> obstacleOfRequest() {
        boolean set = variables.contains(ProxyVariable.NO_KEEPALIVE) || variables.contains(ProxyVariable.FORCE_HTTP_1_0);
        boolean known = outcome instanceof Outcome.Forwarded forwarded && forwarded.reuse().obstacles().stream().map(ReuseDecision::cause)
                .anyMatch(EnumSet.of(ReuseDecision.Cause.NO_KEEPALIVE_SET, ReuseDecision.Cause.HTTP_1_0_FORCED)::contains);
        return set && !known ? Optional.of(LeaseVerdict.Reason.VARIABLE) : Optional.empty();
    }

    /** For people. */
    public String text() {
        return new ExplanationText(this).render();
    }

    /** For machines. */
    public String json() {
        return Json.of(ExplanationJson.of(this));
    }

    private static String server(ProxyConfig config, ServerConfig site) {
        return config.hosts().all().stream().filter(host -> host.site() == site).findFirst()
                .map(host -> "<VirtualHost> " + (host.names().isEmpty() ? "without name" : String.join(", ", host.names()))).orElse("the main server");
    }

    private static Outcome outcome(RoutingDecision ruling) {
        Match match = ruling.match();
        if (match instanceof Match.Forwarded forwarded) return forwarded(forwarded, ruling);
        if (match instanceof Match.Refused refused) return new Outcome.NotForwarded("answered with " + refused.words() + "; what helps: " + refused.reason().cure());
        if (match instanceof Match.Excluded) return new Outcome.NotForwarded("not proxied: an exclusion (!) takes it, so the request goes on down the filter chain");
        return new Outcome.NotForwarded(ruling.environment().has(ProxyVariable.NO_PROXY) ? "not proxied: the variable no-proxy is set"
                : "not proxied: no rule takes it, so the request goes on down the filter chain");
    }

    private static Outcome forwarded(Match.Forwarded match, RoutingDecision ruling) {
        ConnectionSettings settings = match.rule().destination().orElseThrow().connections();
        if (settings.switchedOff()) return new Outcome.NotForwarded("answered with 503: the rule is switched off by status=");
        try {
            UpstreamRequest request = upstreamRequest(match, ruling);
            return new Outcome.Forwarded(match.target(), settings.reuse(), EffectiveParameter.of(match.rule()), request, RequestSender.headOf(request, settings));
        } catch (BadRequest e) {
            return new Outcome.NotForwarded("answered with " + e.reason().status() + " (" + e.reason() + "): " + e.getMessage() + "; what helps: " + e.reason().cure());
        }
    }

    private static UpstreamRequest upstreamRequest(Match.Forwarded match, RoutingDecision ruling) throws BadRequest {
        RequestFields fields = new RequestFields(ruling.site().settings(), new Identity(ruling.site().settings()));
        boolean expects = RequestOptions.passesExpect(ruling);
        Optional<String> clientHost = Optional.ofNullable(ruling.request().host()).map(Authority::hostOf);
        return new UpstreamRequest(ruling.request().method(), match.target(), fields.of(match.target(), ruling, expects),
                AnnouncedBody.of(ruling.request()), RequestOptions.of(ruling, expects, () -> true), clientHost);
    }
}
