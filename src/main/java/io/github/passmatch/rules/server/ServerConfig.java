package io.github.passmatch.rules.server;

import io.github.passmatch.rules.OwnAnswer;
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
import io.github.passmatch.rules.match.RuleSet;
import io.github.passmatch.rules.regex.Pcre;
import io.github.passmatch.rules.rewrite.Redirects;
import io.github.passmatch.rules.target.BadPath;
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
        this.rulesOnly = redirects.isEmpty() && locations.isEmpty() && targets.isEmpty() && scope.conditions().isEmpty() && scope.settings().isEmpty() && !scope.switches().interpolates();
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
        if (rulesOnly) return new RoutingDecision(this, request, rules.match(path, null, trace), request.isBehindProxy() ? afterEarlyEdits : scope, new Environment());
        try {
            return decideBySections(request, path, trace);
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

    private RoutingDecision decideBySections(RequestFacts request, RequestPath path, Trace trace) throws BadPath, Pcre.TooMuchWork {
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
        Match match = redirected(mapped, path, matchingSections, trace);
        Scope ofTarget = match instanceof Match.Forwarded forwarded && !targets.isEmpty() ? Sections.merged(targets.taking(forwarded.mappedUrl(), trace)) : Scope.EMPTY;
        RequestFacts inside = new DecodedRequest(edited, decoded);
        apply(ofTarget.with(ofPath).conditions(), new RequestContext(inside, inside::path, environment, names));
        Scope whole = ofServer.with(ofTarget).with(ofPath);
        EnvironmentSetting.apply(whole.settings(), environment);
        return new RoutingDecision(this, request, match, whole, environment);
    }

    /** As in httpd: without a rule that forwards, the redirect without path of a section and the redirects outside of sections are tried; then, also instead of forwarding, all redirects of the sections. */
    private Match redirected(Match mapped, RequestPath path, List<Section> matchingSections, Trace trace) throws BadPath, Pcre.TooMuchWork {
        boolean open = mapped instanceof Match.None || mapped instanceof Match.Excluded;
        boolean inSections = matchingSections.stream().anyMatch(section -> !section.redirects().isEmpty());
        if (!inSections && (!open || redirects.isEmpty()) || mapped instanceof Match.Refused) return mapped;
        if (path.hasForbiddenSlash()) return new Match.Refused(OwnAnswer.ENCODED_SLASH, null, "the path contains %2F and AllowEncodedSlashes is Off");
        String decoded = path.decoded().text();
        Match answer = Sections.wholeRedirect(matchingSections, decoded, path.rawQuery(), trace);
        if (answer == RuleSet.NONE && open) answer = redirects.first(decoded, path.rawQuery(), trace);
        if (answer == RuleSet.NONE) answer = Sections.redirect(matchingSections, decoded, path.rawQuery(), trace);
        return answer == RuleSet.NONE ? mapped : answer;
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
