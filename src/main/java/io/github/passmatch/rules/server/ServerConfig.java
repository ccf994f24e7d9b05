package io.github.passmatch.rules.server;

import io.github.passmatch.rules.Bytes;
import io.github.passmatch.rules.OwnAnswer;
import io.github.passmatch.rules.access.AccessDecision;
import io.github.passmatch.rules.access.AccessPolicy;
import io.github.passmatch.rules.client.RemoteIp;
import io.github.passmatch.rules.environment.Environment;
import io.github.passmatch.rules.environment.EnvironmentCondition;
import io.github.passmatch.rules.environment.EnvironmentSetting;
import io.github.passmatch.rules.environment.ProxyVariable;
import io.github.passmatch.rules.environment.RequestContext;
import io.github.passmatch.rules.environment.RequestFacts;
import io.github.passmatch.rules.environment.ServerNames;
import io.github.passmatch.rules.match.Match;
import io.github.passmatch.rules.match.RequestPath;
import io.github.passmatch.rules.match.Rule;
import io.github.passmatch.rules.match.RuleSet;
import io.github.passmatch.rules.regex.Pcre;
import io.github.passmatch.rules.rewrite.Redirects;
import io.github.passmatch.rules.rewrite.RewriteFacts;
import io.github.passmatch.rules.rewrite.RewriteResult;
import io.github.passmatch.rules.target.BadPath;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * One server of the configuration: the main server or a {@code <VirtualHost>}, including settings inherited from the main server. Immutable;
 * compared by identity.
 */
public final class ServerConfig {

    private final ServerSettings settings;
    private final Scope scope;
    private final Sections locations;
    private final Sections targets;
    private final Scope afterEarlyEdits;
    private final RuleSet rules;
    private final Redirects redirects;
    private final Rewriting rewriting;
    private final boolean rulesOnly;

    /**
     * @param settings  settings of the whole server
     * @param scope     settings outside of all sections
     * @param locations sections of paths, in the order of merging
     * @param targets   sections of target URLs, in the order of merging
     * @param rules     rules outside of all sections
     * @param redirects redirects outside of all sections
     * @param rewriting rewriting outside of all sections
     */
    public ServerConfig(ServerSettings settings, Scope scope, List<Section> locations, List<Section> targets, RuleSet rules, Redirects redirects, Rewriting rewriting) {
        this.settings = Objects.requireNonNull(settings, "settings");
        this.scope = Objects.requireNonNull(scope, "scope");
        this.afterEarlyEdits = scope.afterEarlyEdits();
        this.locations = new Sections(locations);
        this.targets = new Sections(targets);
        this.rules = Objects.requireNonNull(rules, "rules");
        this.redirects = Objects.requireNonNull(redirects, "redirects");
        this.rewriting = Objects.requireNonNull(rewriting, "rewriting");
        this.rulesOnly = !settings.refusesTrace() && redirects.isEmpty() && rewriting.isEmpty() && locations.isEmpty() && targets.isEmpty() && scope.conditions().isEmpty() && scope.settings().isEmpty() && scope.access().isEmpty() && scope.conditionals().isEmpty()
                && !scope.switches().interpolates();
    }

    /** The settings of the whole server. */
    public ServerSettings settings() {
        return settings;
    }

    /** The settings outside of all sections. */
    public Scope scope() {
        return scope;
    }

    /** The rules outside of all sections, in the order of the file. */
    public RuleSet rules() {
        return rules;
    }

    /** Whether some request is forwarded, redirected or rewritten. */
    boolean hasWork() {
        return !rules.rules().isEmpty() || !redirects.isEmpty() || !rewriting.isEmpty()
                || locations.all().stream().anyMatch(section -> section.rule().isPresent() || !section.redirects().isEmpty() || section.rewriting().isPresent());
    }

    /** The redirects outside of all sections. */
    public Redirects redirects() {
        return redirects;
    }

    /** Rewriting outside of all sections. */
    public Rewriting rewriting() {
        return rewriting;
    }

    /** The settings outside of all sections and of each section. */
    Stream<Scope> scopes() {
        Stream<Scope> all = Stream.concat(Stream.of(scope), Stream.concat(locations.all().stream(), targets.all().stream()).map(Section::scope));
        return all.flatMap(each -> Stream.concat(Stream.of(each), each.conditionals().stream().map(ConditionalScope::scope)));
    }

    /** Sections of paths, in the order of merging. */
    public List<Section> locations() {
        return locations.all();
    }

    /**
     * Decides about one request: its sections, its environment, its rule. A pure function of its argument.
     *
     * <p>As in httpd, the last matching section that has a {@code ProxyPass} is tried before the rules outside of sections, and rules with {@code mapping=} before all others;
     * {@code Redirect} outside of sections is tried after all rules, {@code Redirect} in sections overrides the rule;
     * {@code SetEnvIf} outside of sections is applied before the mapping, so that {@code no-proxy} can prevent it; {@code SetEnvIf} in sections is applied after the mapping.
     */
    public RoutingDecision decide(RequestFacts request) {
        return decide(request, Trace.NONE);
    }

    /** As {@link #decide(RequestFacts)}; the comparisons are reported to {@code trace}. */
    public RoutingDecision decide(RequestFacts received, Trace trace) {
        RequestFacts request = settings.remoteIp().isPresent() ? behindProxies(received, settings.remoteIp().get()) : received;
        return rulesOnly ? decideByRules(request, trace) : decide(request, new Rewriting.Round(request, 0, false, true, new Environment()), trace);
    }

    private RoutingDecision decideByRules(RequestFacts request, Trace trace) {
        return new RoutingDecision(this, request, rules.match(path(request), null, trace), request.isBehindProxy() ? afterEarlyEdits : scope, new Environment());
    }

    private RequestPath path(RequestFacts request) {
        return new RequestPath(request.path(), request.query(), settings.encodedSlashes(), settings.mergeSlashes());
    }

    /**
     * As {@link #decide(RequestFacts)}, for the local path of an {@code ErrorDocument}. As in httpd, access is not decided again if the sections of {@code failed}, the request with the
     * error, are those of the local path, and none of them is a {@code <Proxy>}; with rewriting, access is always decided.
     */
    public RoutingDecision decideLocal(RequestFacts request, RequestFacts failed) {
        if (rulesOnly) return decideByRules(request, Trace.NONE);
        boolean rewrites = !rewriting.isEmpty() || locations.all().stream().anyMatch(section -> section.rewriting().isPresent());
        return decide(request, new Rewriting.Round(request, 0, false, rewrites || hasOtherSettings(sectionsOf(request), sectionsOf(failed)), new Environment()), Trace.NONE);
    }

    /** As in httpd, settings that depend on a condition or on a {@code <Proxy>} are never the same. */
    private boolean hasOtherSettings(List<Section> sections, List<Section> ofFailed) {
        return !sections.equals(ofFailed) || !Collections.disjoint(sections, targets.all()) || !scope.conditionals().isEmpty() || sections.stream().anyMatch(section -> !section.scope().conditionals().isEmpty());
    }

    /** All sections that apply to the request; empty if the path is not valid. */
    private List<Section> sectionsOf(RequestFacts request) {
        List<Section> sections = new ArrayList<>();
        RequestPath path = path(request);
        try {
            List<Section> matchingSections = locations.taking(path.decoded().text(), Trace.NONE);
            sections.addAll(matchingSections);
            Match early = targets.isEmpty() ? RuleSet.NONE : early(path, matchingSections, null, Trace.NONE);
            Match match = early == RuleSet.NONE && !targets.isEmpty() ? ordinary(path, matchingSections, null, Trace.NONE) : early;
            if (match instanceof Match.Forwarded forwarded) sections.addAll(targets.taking(forwarded.mappedUrl(), Trace.NONE));
        } catch (BadPath | Pcre.TooMuchWork e) {
            sections.clear();
        }
        return sections;
    }

    private RoutingDecision decide(RequestFacts request, Rewriting.Round round, Trace trace) {
        try {
            return decideBySections(request, path(request), round, trace);
        } catch (BadPath e) {
            return refused(request, e.reason(), e.getMessage());
        } catch (Pcre.TooMuchWork e) {
            return refused(request, OwnAnswer.REGEX_STEPS, "of a section, a redirect or a rewrite rule: " + e.getMessage());      // it may restrict access to the path, so it is not skipped
        }
    }

    /** As in httpd, {@code early} lines come before {@code RemoteIPHeader}. */
    private RequestFacts behindProxies(RequestFacts received, RemoteIp remoteIp) {
        RequestFacts early = early(scope, received, new Environment());
        RequestFacts request = remoteIp.behindProxies(early);
        return request.isBehindProxy() ? request : received;
    }

    private RoutingDecision refused(RequestFacts request, OwnAnswer reason, String detail) {
        return new RoutingDecision(this, request, new Match.Refused(reason, null, detail), scope, new Environment());
    }

    private RoutingDecision decideBySections(RequestFacts request, RequestPath received, Rewriting.Round round, Trace trace) throws BadPath, Pcre.TooMuchWork {
        Environment environment = round.environment();
        Scope ofServer = request.isBehindProxy() ? afterEarlyEdits : scope;
        RequestFacts edited = early(ofServer, request, environment);
        RequestFacts outside = new DecodedRequest(edited, RequestPath.oneSlashInFront(request.path()));
        ServerNames names = names();
        apply(ofServer.conditions(), new RequestContext(outside, outside::path, environment, names));
        RequestPath path = received;
        List<Section> matchingSections = locations.taking(path.decoded().text(), trace);
        Scope ofPath = Sections.merged(matchingSections);
        Scope beforeMapping = ofServer.with(ofPath);
        if (isSet(ProxyVariable.NO_PROXY, beforeMapping)) environment.set(ProxyVariable.NO_PROXY.httpdName(), "1");
        Environment interpolated = beforeMapping.switches().interpolates() ? environment : null;
        RewriteFacts.Server publicNames = new RewriteFacts.Server(settings.serverName(), settings.serverPort(), settings.serverScheme(), beforeMapping.switches().usesCanonicalName());

        Match match = environment.has(ProxyVariable.NO_PROXY) ? RuleSet.NONE : early(path, matchingSections, interpolated, trace);
        RewriteResult rewritten = match == RuleSet.NONE || match instanceof Match.Forwarded
                ? rewriting.outside(matchingSections, match, new RewriteFacts(edited, round.received(), path.decoded().text(), environment, publicNames), settings, round.ended(), trace) : new RewriteResult.Unchanged(false);
        boolean mappedEarly = match instanceof Match.Forwarded;
        boolean ended = round.ended() || ends(rewritten);
        if (rewritten instanceof RewriteResult.Decided decided) {
            match = decided.match();
            if (match instanceof Match.Forwarded) path = path.rewritten(path.decoded().text(), decided.query());
        }
        if (rewritten instanceof RewriteResult.Replaced replaced) {
            if (replaced.passed() && match == RuleSet.NONE) {
                path = path.rewritten(replaced.path(), replaced.query());
            } else match = new Match.Refused(OwnAnswer.REWRITTEN_TO_FILE, null, "a RewriteRule gives " + replaced.path());
        }
        if (match == RuleSet.NONE && !environment.has(ProxyVariable.NO_PROXY)) match = ordinary(path, matchingSections, interpolated, trace);
        String decoded = path.decoded().text();
        if (rewritten instanceof RewriteResult.Replaced replaced && replaced.passed()) {
            matchingSections = locations.taking(decoded, trace);
            ofPath = Sections.merged(matchingSections);
        }
        match = redirectedOutside(match, path, matchingSections, trace);
        boolean changes = !(rewritten instanceof RewriteResult.Unchanged) || match instanceof Match.Answered;
        if (changes && !mappedEarly && received.hasForbiddenSlash()) match = new Match.Refused(OwnAnswer.ENCODED_SLASH, null, "the path contains %2F and AllowEncodedSlashes is Off");

        Scope ofTarget = match instanceof Match.Forwarded forwarded && !targets.isEmpty() ? Sections.merged(targets.taking(forwarded.mappedUrl(), trace)) : Scope.EMPTY;
        RequestFacts inside = new DecodedRequest(edited, decoded);
        RequestContext context = new RequestContext(inside, inside::path, environment, names);
        Scope ofSections = ofTarget.with(ofPath);
        Scope conditional = ConditionalScope.merged(ofServer.with(ofSections).conditionals(), context, trace);
        Scope whole = ofServer.with(ofSections).with(conditional);
        apply(ofSections.with(conditional).conditions(), context);
        if (!(match instanceof Match.Answered) && round.checksAccess() && (!whole.access().isEmpty() || whole.login().isBasic())) match = afterAccess(access(whole, inside, environment), match);
        if (!isFinal(match)) {
            RequestFacts present = new RewrittenRequest(edited, edited.path(), path.rawQuery());
            RewriteResult fixed = rewriting.inside(matchingSections, match, new RewriteFacts(present, round.received(), decoded, environment, publicNames), settings, ended, trace);
            Match redirect = fixed instanceof RewriteResult.Decided decided && isFinal(decided.match()) ? decided.match() : redirectedInside(received, path, matchingSections, trace);
            if (redirect != RuleSet.NONE) match = redirect;
            else if (fixed instanceof RewriteResult.Decided decided) match = decided.match();
            else if (fixed instanceof RewriteResult.Replaced replaced) return again(request, replaced, new Rewriting.Round(round.received(), round.number() + 1, ended || replaced.ended(), true, environment.redirected()), trace);
        }
        if (match instanceof Match.Forwarded forwarded && settings.refusesTrace() && request.method().equals("TRACE")) match = new Match.Refused(OwnAnswer.TRACE_OFF, forwarded.rule(), "TraceEnable Off");
        EnvironmentSetting.apply(whole.settings(), environment);
        return new RoutingDecision(this, request, match, whole, environment);
    }

    private static AccessDecision access(Scope whole, RequestFacts request, Environment environment) {
        AccessPolicy policy = whole.login().isElsewhere() ? whole.access().withoutUsers() : whole.access();
        AccessDecision decision = policy.decide(new RequestAccess(request, environment, whole.login()));
        if (decision instanceof AccessDecision.GrantedTo granted) environment.user(granted.user());
        return decision;
    }

    /** The result of the rules, unless access is denied. As in httpd, this comes after the mapping, and before {@code SetEnv}. */
    private static Match afterAccess(AccessDecision access, Match match) {
        Rule rule = match instanceof Match.Forwarded forwarded ? forwarded.rule() : null;
        if (match instanceof Match.Refused refused && refused.reason() == OwnAnswer.ENCODED_SLASH) return match;
        if (access instanceof AccessDecision.Forbidden forbidden) return new Match.Refused(OwnAnswer.ACCESS_DENIED, rule, forbidden.denial().toString());
        if (access instanceof AccessDecision.Unauthorized unauthorized) return new Match.Refused(unauthorized.wrong() ? OwnAnswer.LOGIN_FAILED : OwnAnswer.LOGIN_REQUIRED, rule, unauthorized.denial().toString());
        return access instanceof AccessDecision.Unconfigured unconfigured ? new Match.Refused(OwnAnswer.NO_LOGIN, rule, unconfigured.detail()) : match;
    }

    private RequestFacts early(Scope from, RequestFacts request, Environment environment) {
        return from.edits().early(new RequestContext(request, request::path, environment, names()));
    }

    private ServerNames names() {
        return settings.names(scope.switches().usesCanonicalName());
    }

    private static void apply(List<EnvironmentCondition> conditions, RequestContext context) {
        for (EnvironmentCondition condition : conditions) condition.apply(context);
    }

    private static boolean ends(RewriteResult result) {
        return result instanceof RewriteResult.Unchanged unchanged && unchanged.ended() || result instanceof RewriteResult.Replaced replaced && replaced.ended();
    }

    /** Whether the request is answered here, whatever sections say. */
    private static boolean isFinal(Match match) {
        return match instanceof Match.Answered || match instanceof Match.Refused refused && refused.reason() != OwnAnswer.REWRITTEN_TO_FILE;
    }

    /** Decides about the path that a rule of a section gives, from the start. */
    private RoutingDecision again(RequestFacts request, RewriteResult.Replaced replaced, Rewriting.Round round, Trace trace) {
        if (round.number() > rewriting.limit()) return refused(request, OwnAnswer.REWRITE_LOOP, "the rules of sections have replaced the path " + rewriting.limit() + " times");
        String path = Bytes.escapePath(replaced.path());
        return decide(new RewrittenRequest(request, path, replaced.query()), round, trace);
    }

    /** As in httpd: if no rule forwards the request, the redirect without path of a section is tried, then the redirects outside of sections. */
    private Match redirectedOutside(Match mapped, RequestPath path, List<Section> matchingSections, Trace trace) throws BadPath, Pcre.TooMuchWork {
        if (!(mapped instanceof Match.None || mapped instanceof Match.Excluded)) return mapped;
        Match answer = Sections.wholeRedirect(matchingSections, path.decoded().text(), path.rawQuery(), trace);
        if (answer == RuleSet.NONE && !redirects.isEmpty()) answer = redirects.first(path.decoded().text(), path.rawQuery(), trace);
        return answer == RuleSet.NONE ? mapped : answer;
    }

    /** As in httpd, a redirect of a section is obeyed also if a rule would forward the request. */
    private static Match redirectedInside(RequestPath received, RequestPath path, List<Section> matchingSections, Trace trace) throws BadPath, Pcre.TooMuchWork {
        Match answer = Sections.wholeRedirect(matchingSections, path.decoded().text(), path.rawQuery(), trace);
        if (answer == RuleSet.NONE) answer = Sections.redirect(matchingSections, path.decoded().text(), path.rawQuery(), trace);
        return answer != RuleSet.NONE && received.hasForbiddenSlash() ? new Match.Refused(OwnAnswer.ENCODED_SLASH, null, "the path contains %2F and AllowEncodedSlashes is Off") : answer;
    }

    private static boolean isSet(ProxyVariable variable, Scope scope) {
        return !scope.settings().isEmpty() && EnvironmentSetting.merge(scope.settings()).containsKey(variable.httpdName());
    }

    /** The ProxyPass of the last matching section that has one. */
    private static Section owner(List<Section> matchingSections) {
        Section own = null;
        for (Section section : matchingSections) if (section.rule().isPresent()) own = section;
        return own;
    }

    private Match early(RequestPath path, List<Section> matchingSections, Environment interpolated, Trace trace) {
        Section own = owner(matchingSections);
        if (own != null) trace.ownRule(own);
        boolean early = own != null && RuleSet.isEarly(own.rule().get());
        Match match = early ? RuleSet.match(own.rule().get(), path, interpolated, trace) : RuleSet.NONE;
        return match == RuleSet.NONE ? rules.early(path, interpolated, trace) : match;
    }

    private Match ordinary(RequestPath path, List<Section> matchingSections, Environment interpolated, Trace trace) {
        Section own = owner(matchingSections);
        boolean tried = own != null && !RuleSet.isEarly(own.rule().get());
        Match match = tried ? RuleSet.match(own.rule().get(), path, interpolated, trace) : RuleSet.NONE;
        return match == RuleSet.NONE ? rules.ordinary(path, interpolated, trace) : match;
    }
}
