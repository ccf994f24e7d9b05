package io.github.passmatch.diagnose.explain;

import io.github.passmatch.diagnose.figures.Json;
import io.github.passmatch.rules.Bytes;
import io.github.passmatch.rules.Secrets;
import io.github.passmatch.rules.balance.Balancings;
import io.github.passmatch.rules.balance.Choice;
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
import io.github.passmatch.upstream.request.UpgradeOffer;
import io.github.passmatch.upstream.request.UpstreamRequest;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Explains what a configuration does with one request, and why. Nothing is sent.
 *
 * @param request   the request
 * @param server    the main server or the virtual host that serves the request
 * @param tried     the rules that were tried, in this order; if a rule matched, it is the last one
 * @param steps     the redirects and rewrite rules that were tried, each with its result
 * @param sections  the sections that apply, in the order of merging
 * @param variables the variables of mod_proxy that are set for the request
 * @param outcome   what happens to the request
 * @param nearest   if no rule takes the request: a similar request that a rule takes
 */
public record Explanation(RequestFacts request, String server, List<TriedRule> tried, List<String> steps, List<Section> sections, List<ProxyVariable> variables, Outcome outcome,
                          Optional<String> nearest) {

    private static final String NEXT = "the request continues in the filter chain (java -jar: 404)";

    public Explanation {
        tried = List.copyOf(tried);
        steps = List.copyOf(steps);
        sections = List.copyOf(sections);
        variables = List.copyOf(variables);
    }

    /** Explains {@code request} as the first one after the start. */
    public static Explanation of(ProxyConfig config, RequestFacts request) {
        return of(config, Balancings.NONE.next(config.balancers()), request);
    }

    /**
     * Explains {@code request} with the code that decides for real requests.
     *
     * @param balancings the balancers in their present state
     */
    public static Explanation of(ProxyConfig config, Balancings balancings, RequestFacts request) {
        ServerConfig server = config.serverFor(request.fields("Host").stream().findFirst().orElse(request.host()), request.serverAddress(), request.port(), request.scheme());
        Recorder recorder = new Recorder();
        RoutingDecision decision = server.decide(request, recorder);
        List<ProxyVariable> variables = Arrays.stream(ProxyVariable.values()).filter(decision.environment()::has).toList();
        return new Explanation(request, nameOf(server, config), recorder.tried(), recorder.steps(), recorder.sections(), variables, outcome(decision, balancings),
                decision.match() instanceof Match.None && request instanceof ExplainedRequest typed ? NearMiss.of(config, typed) : Optional.empty());
    }

    /** Why this request gets no kept connection although the rule keeps connections: a variable that is set for some requests only. */
    Optional<LeaseVerdict.Reason> requestObstacle() {
        boolean set = variables.contains(ProxyVariable.NO_KEEPALIVE) || variables.contains(ProxyVariable.FORCE_HTTP_1_0);
        boolean known = outcome instanceof Outcome.Forwarded forwarded && forwarded.reuse().obstacles().stream().map(ReuseDecision::cause)
                .anyMatch(EnumSet.of(ReuseDecision.Cause.NO_KEEPALIVE_SET, ReuseDecision.Cause.HTTP_1_0_FORCED)::contains);
        return set && !known ? Optional.of(LeaseVerdict.Reason.VARIABLE) : Optional.empty();
    }

    /** The explanation as text. */
    public String text() {
        return withoutCredentials(new ExplanationText(this).render(), UnaryOperator.identity());
    }

    /** The explanation as JSON. */
    public String json() {
        return withoutCredentials(Json.of(ExplanationJson.of(this)), field -> field.replace("\\", "\\\\").replace("\"", "\\\""));
    }

    /** Hides the credentials of the request, which conditions and fields may repeat. */
    private String withoutCredentials(String shown, UnaryOperator<String> escaped) {
        String out = shown;
        for (String name : List.of("Authorization", "Proxy-Authorization"))
            for (String value : request.fields(name)) out = Secrets.hidden(out, escaped.apply(Bytes.toText(value)));
        return out;
    }

    private static String nameOf(ServerConfig server, ProxyConfig config) {
        return config.hosts().all().stream().filter(host -> host.server() == server).findFirst()
                .map(host -> "<VirtualHost> " + (host.names().isEmpty() ? "without ServerName" : String.join(", ", host.names()))).orElse("the main server");
    }

    private static Outcome outcome(RoutingDecision decision, Balancings balancings) {
        Match match = decision.match();
        if (match instanceof Match.Forwarded forwarded) return forwarded.target().authority().isBalancer() ? balanced(forwarded, decision, balancings) : forwarded(forwarded, Optional.empty(), decision);
        if (match instanceof Match.Refused refused) return new Outcome.NotForwarded("answered with " + refused.summary() + "; what helps: " + refused.reason().cure());
        if (match instanceof Match.Answered answered) return new Outcome.NotForwarded("answered with " + answered.status() + answered.location().map(url -> ", Location: " + absolute(url, decision)).orElse("") + ", by " + answered.detail());
        if (match instanceof Match.Served served) return new Outcome.NotForwarded("answered by the file " + served.detail());
        if (match instanceof Match.Managed) return new Outcome.NotForwarded("answered by the balancer-manager (SetHandler)");
        if (match instanceof Match.Excluded) return new Outcome.NotForwarded("not proxied: an exclusion (!) matches; " + NEXT);
        return new Outcome.NotForwarded(decision.environment().has(ProxyVariable.NO_PROXY) ? "not proxied: the variable no-proxy is set"
                : "not proxied: no rule matches; " + NEXT);
    }

    private static String absolute(String url, RoutingDecision decision) {
        return url.startsWith("/") ? decision.requestContext().server().origin(decision.request()) + url : url;
    }

    private static Outcome balanced(Match.Forwarded match, RoutingDecision decision, Balancings balancings) {
        String id = match.rule().destination().orElseThrow().balancers().get(match.target().authority().host());
        String[] parts = match.target().pathAndQuery().split("\\?", 2);
        Choice choice = balancings.find(id).orElseThrow().preview(parts[0], parts.length == 1 ? null : parts[1], decision.request().fields("Cookie"), System.currentTimeMillis());
        return choice.member().map(member -> forwarded(new Match.Forwarded(member.rule(), member.at(match.target().pathAndQuery())), Optional.of(choice), decision))
                .orElseGet(() -> new Outcome.NotForwarded("answered with 503: " + match.target().authority() + ": " + choice.sentence() + choice.skips().stream().map(skip -> "; " + skip).collect(Collectors.joining())));
    }

    private static Outcome forwarded(Match.Forwarded match, Optional<Choice> choice, RoutingDecision decision) {
        ConnectionSettings settings = match.rule().destination().orElseThrow().connections();
        if (settings.switchedOff() && choice.isEmpty()) return new Outcome.NotForwarded("answered with 503: the rule is switched off by status=");
        try {
            UpstreamRequest request = upstreamRequest(match, decision);
            return new Outcome.Forwarded(match.target(), choice, settings.reuse(), EffectiveParameter.of(match.rule()), request, RequestSender.headOf(request, settings));
        } catch (BadRequest e) {
            return new Outcome.NotForwarded("answered with " + e.reason().status() + " (" + e.reason() + "): " + e.getMessage() + "; what helps: " + e.reason().cure());
        }
    }

    private static UpstreamRequest upstreamRequest(Match.Forwarded match, RoutingDecision decision) throws BadRequest {
        RequestFields fields = new RequestFields(decision.server().settings(), new Identity(decision.server().settings()));
        boolean expects = RequestOptions.passesExpect(decision);
        Optional<String> clientHost = Optional.ofNullable(decision.request().host()).map(Authority::hostOf);
        return new UpstreamRequest(decision.request().method(), match.target(), fields.of(match.target(), decision, expects),
                AnnouncedBody.of(decision.request()), RequestOptions.of(decision, expects, () -> true), clientHost,
                UpgradeOffer.of(match.rule().destination().orElseThrow().connections().protocol().upgrades(), decision));
    }
}
