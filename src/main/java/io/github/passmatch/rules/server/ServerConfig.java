package io.github.passmatch.rules.server;

import io.github.passmatch.rules.OwnAnswer;
import io.github.passmatch.rules.access.AccessDecision;
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
import io.github.passmatch.rules.target.BadPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

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
    private final boolean rulesOnly;

    /**
     * @param settings  settings of the whole server
     * @param scope     settings outside of all sections
     * @param locations sections of paths, in the order of merging
     * @param targets   sections of target URLs, in the order of merging
     * @param rules     rules outside of all sections
     * @param redirects redirects outside of all sections
     */
    public ServerConfig(ServerSettings settings, Scope scope, List<Section> locations, List<Section> targets, RuleSet rules, Redirects redirects) {
        this.settings = Objects.requireNonNull(settings, "settings");
        this.scope = Objects.requireNonNull(scope, "scope");
        this.afterEarlyEdits = scope.afterEarlyEdits();
        this.locations = new Sections(locations);
        this.targets = new Sections(targets);
        this.rules = Objects.requireNonNull(rules, "rules");
        this.redirects = Objects.requireNonNull(redirects, "redirects");
        this.rulesOnly = redirects.isEmpty() && locations.isEmpty() && targets.isEmpty() && scope.conditions().isEmpty() && scope.settings().isEmpty() && scope.access().isEmpty() && !scope.switches().interpolates();
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

    /** The redirects outside of all sections. */
    public Redirects redirects() {
        return redirects;
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
        RequestPath path = new RequestPath(request.path(), request.query(), settings.encodedSlashes(), settings.mergeSlashes());
        return rulesOnly ? decideByRules(request, path, trace) : decideBySections(request, path, true, trace);
    }

    private RoutingDecision decideByRules(RequestFacts request, RequestPath path, Trace trace) {
        return new RoutingDecision(this, request, rules.match(path, null, trace), request.isBehindProxy() ? afterEarlyEdits : scope, new Environment());
    }

    /**
     * As {@link #decide(RequestFacts)}, for the local path of an {@code ErrorDocument}. As in httpd, access is not decided again if the sections of {@code failed}, the request with the
     * error, are those of the local path.
     */
    public RoutingDecision decideLocal(RequestFacts request, RequestFacts failed) {
        RequestPath path = new RequestPath(request.path(), request.query(), settings.encodedSlashes(), settings.mergeSlashes());
        return rulesOnly ? decideByRules(request, path, Trace.NONE) : decideBySections(request, path, !sectionsOf(request).equals(sectionsOf(failed)), Trace.NONE);
    }

    /** All sections that apply to the request; empty if the path is not valid. */
    private List<Section> sectionsOf(RequestFacts request) {
        List<Section> sections = new ArrayList<>();
        RequestPath path = new RequestPath(request.path(), request.query(), settings.encodedSlashes(), settings.mergeSlashes());
        try {
            List<Section> matchingSections = locations.taking(path.decoded().text(), Trace.NONE);
            sections.addAll(matchingSections);
            if (!targets.isEmpty() && match(path, matchingSections, null, Trace.NONE) instanceof Match.Forwarded forwarded) sections.addAll(targets.taking(forwarded.mappedUrl(), Trace.NONE));
        } catch (BadPath | Pcre.TooMuchWork e) {
            sections.clear();
        }
        return sections;
    }

    private RoutingDecision decideBySections(RequestFacts request, RequestPath path, boolean checksAccess, Trace trace) {
        try {
            return decideBySections(request, path, trace, checksAccess);
        } catch (BadPath e) {
            return refused(request, e.reason(), e.getMessage());
        } catch (Pcre.TooMuchWork e) {
            return refused(request, OwnAnswer.REGEX_STEPS, "of a section: " + e.getMessage());      // the section may restrict access to the path, so it is not skipped
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

    private RoutingDecision decideBySections(RequestFacts request, RequestPath path, Trace trace, boolean checksAccess) throws BadPath, Pcre.TooMuchWork {
        Environment environment = new Environment();
        Scope ofServer = request.isBehindProxy() ? afterEarlyEdits : scope;
        RequestFacts edited = early(ofServer, request, environment);
        RequestFacts outside = new DecodedRequest(edited, RequestPath.oneSlashInFront(request.path()));
        ServerNames names = names();
        apply(ofServer.conditions(), new RequestContext(outside, outside::path, environment, names));
        String decoded = path.decoded().text();
        List<Section> matchingSections = locations.taking(decoded, trace);
        Scope ofPath = Sections.merged(matchingSections);
        Scope beforeMapping = ofServer.with(ofPath);
        boolean noProxy = environment.has(ProxyVariable.NO_PROXY) || isSet(ProxyVariable.NO_PROXY, beforeMapping);
        if (noProxy) environment.set(ProxyVariable.NO_PROXY.httpdName(), "1");
        Match mapped = noProxy ? RuleSet.NONE : match(path, matchingSections, beforeMapping.switches().interpolates() ? environment : null, trace);
        Match answer = redirectedByMapping(mapped, path, matchingSections, trace);
        Match match = answer == RuleSet.NONE ? mapped : answer;
        Scope ofTarget = match instanceof Match.Forwarded forwarded && !targets.isEmpty() ? Sections.merged(targets.taking(forwarded.mappedUrl(), trace)) : Scope.EMPTY;
        RequestFacts inside = new DecodedRequest(edited, decoded);
        apply(ofTarget.with(ofPath).conditions(), new RequestContext(inside, inside::path, environment, names));
        Scope whole = ofServer.with(ofTarget).with(ofPath);
        if (answer == RuleSet.NONE) {
            if (checksAccess && !whole.access().isEmpty()) match = afterAccess(whole.access().decide(new RequestAccess(inside, environment)), match);
            match = redirectedBySections(match, decoded, path, matchingSections, trace);
        }
        EnvironmentSetting.apply(whole.settings(), environment);
        return new RoutingDecision(this, request, match, whole, environment);
    }

    /** As in httpd: without a rule that forwards, the redirect without path of a section and the redirects outside of sections are tried, before access is decided. */
    private Match redirectedByMapping(Match mapped, RequestPath path, List<Section> matchingSections, Trace trace) throws BadPath, Pcre.TooMuchWork {
        boolean open = mapped instanceof Match.None || mapped instanceof Match.Excluded;
        boolean inSections = matchingSections.stream().anyMatch(section -> !section.redirects().isEmpty());
        if (!inSections && (!open || redirects.isEmpty()) || mapped instanceof Match.Refused) return RuleSet.NONE;
        if (path.hasForbiddenSlash()) return new Match.Refused(OwnAnswer.ENCODED_SLASH, null, "the path contains %2F and AllowEncodedSlashes is Off");
        if (!open) return RuleSet.NONE;
        String decoded = path.decoded().text();
        Match answer = Sections.wholeRedirect(matchingSections, decoded, path.rawQuery(), trace);
        return answer == RuleSet.NONE ? redirects.first(decoded, path.rawQuery(), trace) : answer;
    }

    /** As in httpd: the redirects of the sections are tried after access was decided, also instead of forwarding. */
    private static Match redirectedBySections(Match decided, String decoded, RequestPath path, List<Section> matchingSections, Trace trace) throws Pcre.TooMuchWork {
        if (decided instanceof Match.Refused || matchingSections.stream().allMatch(section -> section.redirects().isEmpty())) return decided;
        Match answer = Sections.wholeRedirect(matchingSections, decoded, path.rawQuery(), trace);
        if (answer == RuleSet.NONE) answer = Sections.redirect(matchingSections, decoded, path.rawQuery(), trace);
        return answer == RuleSet.NONE ? decided : answer;
    }

    /** The result of the rules, unless access is denied. As in httpd, this comes after the mapping, and before {@code SetEnv}. */
    private static Match afterAccess(AccessDecision access, Match match) {
        Rule rule = match instanceof Match.Forwarded forwarded ? forwarded.rule() : null;
        if (match instanceof Match.Refused refused && refused.reason() == OwnAnswer.ENCODED_SLASH) return match;
        if (access instanceof AccessDecision.Forbidden forbidden) return new Match.Refused(OwnAnswer.ACCESS_DENIED, rule, forbidden.denial().toString());
        if (access instanceof AccessDecision.Unauthorized unauthorized) return new Match.Refused(OwnAnswer.ACCESS_DENIED, rule, unauthorized.denial().toString());
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

    private static boolean isSet(ProxyVariable variable, Scope scope) {
        return !scope.settings().isEmpty() && EnvironmentSetting.merge(scope.settings()).containsKey(variable.httpdName());
    }

    private Match match(RequestPath path, List<Section> matchingSections, Environment interpolated, Trace trace) {
        Section own = null;
        for (Section section : matchingSections) if (section.rule().isPresent()) own = section;
        if (own != null) trace.ownRule(own);
        boolean early = own != null && RuleSet.isEarly(own.rule().get());
        Match match = early ? RuleSet.match(own.rule().get(), path, interpolated, trace) : RuleSet.NONE;
        if (match == RuleSet.NONE) match = rules.early(path, interpolated, trace);
        if (match == RuleSet.NONE && own != null && !early) match = RuleSet.match(own.rule().get(), path, interpolated, trace);
        return match == RuleSet.NONE ? rules.ordinary(path, interpolated, trace) : match;
    }
}
