package io.github.passmatch.rules.server;

import io.github.passmatch.rules.OwnAnswer;
import io.github.passmatch.rules.client.RemoteIp;
import io.github.passmatch.rules.environment.Environment;
import io.github.passmatch.rules.environment.FileLookup;
import io.github.passmatch.rules.environment.RequestContext;
import io.github.passmatch.rules.environment.RequestFacts;
import io.github.passmatch.rules.environment.ServerNames;
import io.github.passmatch.rules.match.Match;
import io.github.passmatch.rules.match.RequestPath;
import io.github.passmatch.rules.match.RuleSet;
import io.github.passmatch.rules.regex.Pcre;
import io.github.passmatch.rules.rewrite.Redirects;
import io.github.passmatch.rules.target.BadPath;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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
    private final Optional<ServerFiles> files;
    private final boolean rulesOnly;

    /**
     * @param settings  settings of the whole server
     * @param scope     settings outside of all sections
     * @param locations sections of paths, in the order of merging
     * @param targets   sections of target URLs, in the order of merging
     * @param rules     rules outside of all sections
     * @param redirects redirects outside of all sections
     * @param rewriting rewriting outside of all sections
     * @param files     the files that answer requests which no rule takes; empty: something else answers them
     */
    public ServerConfig(ServerSettings settings, Scope scope, List<Section> locations, List<Section> targets, RuleSet rules, Redirects redirects, Rewriting rewriting, Optional<ServerFiles> files) {
        this.settings = Objects.requireNonNull(settings, "settings");
        this.scope = Objects.requireNonNull(scope, "scope");
        this.afterEarlyEdits = scope.afterEarlyEdits();
        this.locations = new Sections(locations);
        this.targets = new Sections(targets);
        this.rules = Objects.requireNonNull(rules, "rules");
        this.redirects = Objects.requireNonNull(redirects, "redirects");
        this.rewriting = Objects.requireNonNull(rewriting, "rewriting");
        this.files = Objects.requireNonNull(files, "files");
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

    /** Whether some request is forwarded, redirected, rewritten or answered by a file. */
    boolean hasWork() {
        return files.isPresent() || !rules.rules().isEmpty() || !redirects.isEmpty() || !rewriting.isEmpty()
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

    /** Whether conditions of rewrite rules look at files before it is known whether a rule takes the request. */
    public boolean testsFiles() {
        return rewriting.block().rules().testFiles() || locations.all().stream().flatMap(section -> section.rewriting().stream()).anyMatch(block -> block.rules().testFiles());
    }

    /** The files that answer requests which no rule takes; empty: something else answers them. */
    public Optional<ServerFiles> files() {
        return files;
    }

    /** The settings outside of all sections and of each section, also of sections in sections. */
    Stream<Scope> scopes() {
        Stream<Section> sections = Stream.concat(Stream.concat(locations.all().stream(), targets.all().stream()), files.stream().flatMap(ServerFiles::sections));
        return Stream.concat(Stream.of(scope), sections.map(Section::scope)).flatMap(Scope::withInner);
    }

    /** The settings for a request: outside of all sections; the {@code early} edits were made before, if trusted proxies were found. */
    Scope scopeFor(RequestFacts request) {
        return request.isBehindProxy() ? afterEarlyEdits : scope;
    }

    Sections paths() {
        return locations;
    }

    Sections targets() {
        return targets;
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
        if (rulesOnly && (files.isEmpty() || !trace.listens())) {
            RoutingDecision decision = decideByRules(request, trace);
            if (files.isEmpty() || !decision.match().isNoRule()) return decision;
        }
        return decide(request, new Rewriting.Round(0, false, true, new Environment()), trace);
    }

    private RoutingDecision decideByRules(RequestFacts request, Trace trace) {
        return new RoutingDecision(this, request, rules.match(path(request), null, trace), scopeFor(request), new Environment());
    }

    private RequestPath path(RequestFacts request) {
        return new RequestPath(request.path(), request.query(), settings.encodedSlashes(), settings.mergeSlashes());
    }

    /**
     * As {@link #decide(RequestFacts)}, for the local path of an {@code ErrorDocument}. As in httpd, access is not decided again if the sections of {@code failed}, the request with the
     * error, are those of the local path, and none of them is a {@code <Proxy>}; with rewriting, access is always decided.
     */
    public RoutingDecision decideLocal(RequestFacts request, RequestFacts failed) {
        if (rulesOnly && files.isEmpty()) return decideByRules(request, Trace.NONE);
        boolean rewrites = !rewriting.isEmpty() || locations.all().stream().anyMatch(section -> section.rewriting().isPresent());
        boolean restrictsFiles = files.isPresent() && files.get().restrictAccess();
        return decide(request, new Rewriting.Round(0, false, rewrites || restrictsFiles || hasOtherSettings(sectionsOf(request), sectionsOf(failed)), new Environment()), Trace.NONE);
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
            Match early = early(path, matchingSections, null, Trace.NONE);
            sections.addAll(early instanceof Match.Forwarded forwarded ? locations.taking(path.mapped(forwarded.rule().view()).decoded().text(), Trace.NONE) : matchingSections);
            Match match = early == RuleSet.NONE && !targets.isEmpty() ? ordinary(path, matchingSections, null, Trace.NONE) : early;
            if (match instanceof Match.Forwarded forwarded) sections.addAll(targets.taking(forwarded.mappedUrl(), Trace.NONE));
        } catch (BadPath | Pcre.TooMuchWork e) {
            sections.clear();
        }
        return sections;
    }

    /** One round of a decision. */
    RoutingDecision decide(RequestFacts request, Rewriting.Round round, Trace trace) {
        try {
            return new RequestRouting(this, request, path(request), round, trace).decide();
        } catch (FileLookup.NotHere e) {
            return new RoutingDecision(this, request, new Match.OnDisk(), scope, new Environment());
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

    RoutingDecision refused(RequestFacts request, OwnAnswer reason, String detail) {
        return new RoutingDecision(this, request, new Match.Refused(reason, null, detail), scope, new Environment());
    }

    /** The request after the {@code early} edits of {@code from}. */
    RequestFacts early(Scope from, RequestFacts request, Environment environment) {
        return from.edits().early(new RequestContext(request, request::path, environment, names()));
    }

    ServerNames names() {
        return settings.names(scope.switches().usesCanonicalName());
    }

    /** The ProxyPass of the last matching section that has one. */
    private static Section owner(List<Section> matchingSections) {
        Section own = null;
        for (Section section : matchingSections) if (section.rule().isPresent()) own = section;
        return own;
    }

    /** The first match of the rules with {@code mapping=}. */
    Match early(RequestPath path, List<Section> matchingSections, Environment interpolated, Trace trace) {
        Section own = owner(matchingSections);
        if (own != null) trace.ownRule(own);
        boolean early = own != null && RuleSet.isEarly(own.rule().get());
        Match match = early ? RuleSet.match(own.rule().get(), path, interpolated, trace) : RuleSet.NONE;
        return match == RuleSet.NONE ? rules.early(path, interpolated, trace) : match;
    }

    /** The first match of the other rules. */
    Match ordinary(RequestPath path, List<Section> matchingSections, Environment interpolated, Trace trace) {
        Section own = owner(matchingSections);
        boolean tried = own != null && !RuleSet.isEarly(own.rule().get());
        Match match = tried ? RuleSet.match(own.rule().get(), path, interpolated, trace) : RuleSet.NONE;
        return match == RuleSet.NONE ? rules.ordinary(path, interpolated, trace) : match;
    }
}
