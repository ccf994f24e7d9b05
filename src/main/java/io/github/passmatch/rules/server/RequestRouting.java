package io.github.passmatch.rules.server;

import io.github.passmatch.rules.Bytes;
import io.github.passmatch.rules.Lists;
import io.github.passmatch.rules.OwnAnswer;
import io.github.passmatch.rules.access.AccessDecision;
import io.github.passmatch.rules.access.AccessPolicy;
import io.github.passmatch.rules.environment.Environment;
import io.github.passmatch.rules.environment.EnvironmentCondition;
import io.github.passmatch.rules.environment.EnvironmentSetting;
import io.github.passmatch.rules.environment.ProxyVariable;
import io.github.passmatch.rules.environment.RequestContext;
import io.github.passmatch.rules.environment.RequestFacts;
import io.github.passmatch.rules.file.MappedFile;
import io.github.passmatch.rules.match.Match;
import io.github.passmatch.rules.match.RequestPath;
import io.github.passmatch.rules.match.Rule;
import io.github.passmatch.rules.match.RuleSet;
import io.github.passmatch.rules.regex.Pcre;
import io.github.passmatch.rules.rewrite.RewriteResult;
import io.github.passmatch.rules.rewrite.RewrittenRequest;
import io.github.passmatch.rules.target.BadPath;
import java.util.List;
import java.util.Optional;

/**
 * Decides about one request of a server that has more than rules. The steps are those of httpd, in the order of httpd (see {@link #decide}). If rules of sections replace the path, another
 * round begins from the start.
 */
final class RequestRouting {

    private final ServerConfig server;
    private final RequestFacts request;
    private final RequestPath received;
    private final Rewriting.Round round;
    private final Trace trace;
    private final Environment environment;
    private final Scope ofServer;
    private final Scope beforeMapping;
    private final RequestFacts edited;
    private RequestPath path;
    private List<Section> sections;     // of the path
    private Scope ofPath;
    private Match match = RuleSet.NONE;
    private boolean mappedEarly;
    private boolean ended;              // no rewrite rule is tried any more
    private boolean rewritten;          // by rules outside of sections: decided, or replaced the path
    private boolean newPath;
    private RequestContext context;     // with the decoded path
    private Scope whole;
    private MappedFile named;           // by a rewrite rule outside of sections
    private FileRouting file;           // null: the request is not for a file of this server

    RequestRouting(ServerConfig server, RequestFacts request, RequestPath received, Rewriting.Round round, Trace trace) throws BadPath, Pcre.TooMuchWork {
        this.server = server;
        this.request = request;
        this.received = received;
        this.round = round;
        this.trace = trace;
        this.environment = round.environment();
        this.ofServer = server.scopeFor(request);
        this.edited = server.early(ofServer, request, environment);
        RequestFacts outside = new DecodedRequest(edited, RequestPath.oneSlashInFront(request.path()));
        apply(ofServer.conditions(), new RequestContext(outside, outside::path, environment, server.names()));
        takePath(received);
        this.beforeMapping = ofServer.with(ofPath);
    }

    RoutingDecision decide() throws BadPath, Pcre.TooMuchWork {
        if (isSet(ProxyVariable.NO_PROXY, beforeMapping)) environment.set(ProxyVariable.NO_PROXY.httpdName(), "1");
        Environment interpolated = beforeMapping.switches().interpolates() ? environment : null;
        if (isProxied()) match = server.early(path, sections, interpolated, trace);
        if (match instanceof Match.Forwarded forwarded) {
            mappedEarly = true;
            takePath(path.mapped(forwarded.rule().view()));
        }
        rewriteOutside();
        if (match == RuleSet.NONE && named == null && isProxied()) match = server.ordinary(path, sections, interpolated, trace);
        List<Section> ofOldPath = sections;
        if (newPath) takePath(path);
        redirectOutside(ofOldPath);
        boolean changes = rewritten || match instanceof Match.Answered;
        if (changes && !mappedEarly && received.hasForbiddenSlash()) match = forbiddenSlash();
        if (match.isNoRule() && server.files().isPresent()) lookForFile(server.files().get());
        if (match instanceof Match.OnDisk) return new RoutingDecision(server, request, match, beforeMapping, environment);
        mergeSettings();
        checkAccess();
        if (file == null) checkAccessOfApplication();
        RewriteResult.Replaced again = isFinal(match) ? null : rewriteInside();
        if (again != null) return nextRound(again);
        if (!isFinal(match)) EnvironmentSetting.apply(whole.settings(), environment);
        if (match instanceof Match.Forwarded forwarded && server.settings().refusesTrace() && request.method().equals("TRACE")) match = new Match.Refused(OwnAnswer.TRACE_OFF, forwarded.rule(), "TraceEnable Off");
        if (match.isNoRule() && whole.switches().managesBalancers()) match = new Match.Managed();
        if (match.isNoRule() && file != null) return answeredByFile();
        return new RoutingDecision(server, request, match, whole, environment);
    }

    private void lookForFile(ServerFiles files) throws BadPath, Pcre.TooMuchWork {
        if (received.hasForbiddenSlash()) {
            match = forbiddenSlash();
            return;
        }
        Optional<MappedFile> mapped = named != null ? Optional.of(named) : files.map().map(path.decoded().text(), trace);
        if (mapped.isEmpty()) return;
        if (request.files().isEmpty()) {
            match = new Match.OnDisk();
            return;
        }
        file = new FileRouting(files, mapped.get(), request.files().get(), ofServer.files(), trace);
        file.refusal().ifPresent(refusal -> match = refusal);
    }

    private RoutingDecision answeredByFile() throws BadPath {
        boolean mayGoOn = round.number() < server.rewriting().limit();
        RoutingDecision other = mayGoOn ? file.other(path.decoded().text(), whole.files(), this::insteadOf) : null;
        return other != null ? other : new RoutingDecision(server, request, file.answer(request.method(), path, whole.files()), whole, environment);
    }

    /** The decision about another local path, from the start. */
    private RoutingDecision insteadOf(String local) {
        Rewriting.Round next = new Rewriting.Round(round.number() + 1, ended, true, environment.redirected());
        return server.decide(new RewrittenRequest(request, Bytes.escapePath(local), request.query()), next, trace);
    }

    private boolean isProxied() {
        return !environment.has(ProxyVariable.NO_PROXY);
    }

    /** From now on {@code next} is the path, with its sections. */
    private void takePath(RequestPath next) throws BadPath, Pcre.TooMuchWork {
        path = next;
        sections = server.paths().taking(path.decoded().text(), trace);
        ofPath = Sections.merged(sections);
    }

    private void rewriteOutside() throws BadPath, Pcre.TooMuchWork {
        boolean tried = match == RuleSet.NONE || mappedEarly;
        RewriteResult result = tried ? server.rewriting().outside(sections, match, forRewriting(edited), server.settings(), round.ended(), trace) : RewriteResult.UNCHANGED;
        rewritten = !(result instanceof RewriteResult.Unchanged);
        ended = round.ended() || ends(result);
        if (result instanceof RewriteResult.Decided decided) {
            match = decided.match();
            if (match instanceof Match.Forwarded) path = path.rewritten(path.decoded().text(), decided.query());
        }
        if (!(result instanceof RewriteResult.Replaced replaced)) return;
        newPath = replaced.passed() && match == RuleSet.NONE;
        if (newPath) path = path.rewritten(replaced.path(), replaced.query());
        else if (match == RuleSet.NONE && server.files().isPresent()) named = server.files().get().map().rewritten(replaced.path()).orElse(null);
        if (!newPath && named == null) match = new Match.Refused(OwnAnswer.REWRITTEN_TO_FILE, null, "a RewriteRule gives " + Bytes.toText(replaced.path()));
    }

    /** The data for rewriting, where {@code UseCanonicalName} of sections counts. */
    private RequestContext forRewriting(RequestFacts present) throws BadPath {
        String decoded = path.decoded().text();
        boolean canonical = ofPath.switches().canonicalName().orElse(ofServer.switches().usesCanonicalName());
        return new RequestContext(present, () -> decoded, environment, server.settings().names(canonical));
    }

    private static boolean ends(RewriteResult result) {
        return result instanceof RewriteResult.Unchanged unchanged && unchanged.ended() || result instanceof RewriteResult.Replaced replaced && replaced.ended();
    }

    /** If no rule forwards the request, the redirect without path of a section is tried, then the redirects outside of sections. As in httpd, a new path has its own sections only later. */
    private void redirectOutside(List<Section> ofOldPath) throws BadPath, Pcre.TooMuchWork {
        if (!match.isNoRule() || named != null) return;
        Match answer = Sections.wholeRedirect(ofOldPath, path.decoded().text(), path.rawQuery(), trace);
        if (answer == RuleSet.NONE && !server.redirects().isEmpty()) answer = server.redirects().first(path.decoded().text(), path.rawQuery(), trace);
        if (answer != RuleSet.NONE) match = answer;
    }

    private static Match.Refused forbiddenSlash() {
        return new Match.Refused(OwnAnswer.ENCODED_SLASH, null, "the path contains %2F and AllowEncodedSlashes is Off");
    }

    /** The settings of the server, of sections of the target, of sections of the path, and of conditions; then {@code SetEnvIf} in sections. */
    private void mergeSettings() throws BadPath, Pcre.TooMuchWork {
        Scope ofTarget = match instanceof Match.Forwarded forwarded && !server.targets().isEmpty() ? Sections.merged(server.targets().taking(forwarded.mappedUrl(), trace)) : file != null ? file.scope() : Scope.EMPTY;
        RequestFacts inside = new DecodedRequest(edited, path.decoded().text());
        context = new RequestContext(inside, inside::path, environment, server.names());
        Scope ofSections = ofTarget.with(ofPath);
        Scope unconditional = ofServer.with(ofSections);
        Scope conditional = ConditionalScope.merged(unconditional.conditionals(), context, trace);
        whole = unconditional.with(conditional);
        apply(ofSections.with(conditional).conditions(), context);
    }

    private static void apply(List<EnvironmentCondition> conditions, RequestContext context) {
        for (EnvironmentCondition condition : conditions) condition.apply(context);
    }

    private static boolean isSet(ProxyVariable variable, Scope scope) {
        return !scope.settings().isEmpty() && EnvironmentSetting.merge(scope.settings()).containsKey(variable.httpdName());
    }

    /** Access is decided after the mapping, and before {@code SetEnv}; redirects outside of sections need no access. */
    private void checkAccess() {
        if (match instanceof Match.Answered || !round.checksAccess() || whole.access().isEmpty() && !whole.login().isBasic()) return;
        AccessPolicy policy = whole.login().isElsewhere() ? whole.access().withoutUsers() : whole.access();
        AccessDecision access = policy.decide(new RequestAccess(context.request(), environment, whole.login()));
        if (access instanceof AccessDecision.GrantedTo granted) environment.user(granted.user());
        if (match instanceof Match.Refused refused && refused.reason() == OwnAnswer.ENCODED_SLASH) return;
        Rule rule = match instanceof Match.Forwarded forwarded ? forwarded.rule() : null;
        if (access instanceof AccessDecision.Forbidden forbidden) match = new Match.Refused(OwnAnswer.ACCESS_DENIED, rule, forbidden.denial().toString());
        else if (access instanceof AccessDecision.Unauthorized unauthorized) match = new Match.Refused(unauthorized.wrong() ? OwnAnswer.LOGIN_FAILED : OwnAnswer.LOGIN_REQUIRED, rule, unauthorized.denial().toString());
        else if (access instanceof AccessDecision.Unconfigured unconfigured) match = new Match.Refused(OwnAnswer.NO_LOGIN, rule, unconfigured.detail());
    }

    /** A request that no rule takes goes on to the application, and the container looks for the path as received and without path parameters: access to this path is necessary too. */
    private void checkAccessOfApplication() throws BadPath, Pcre.TooMuchWork {
        if (!match.isNoRule()) return;
        RequestPath own = path;
        String ofContainer = received.ofContainer();
        if (ofContainer.equals(own.decoded().text())) return;
        takePath(received.rewritten(ofContainer, received.rawQuery()));
        mergeSettings();
        checkAccess();
        if (isFinal(match)) return;
        takePath(own);
        mergeSettings();
    }

    /** Whether the request is answered here, whatever sections say. */
    private static boolean isFinal(Match match) {
        return match instanceof Match.Answered || match instanceof Match.Refused refused && refused.reason() != OwnAnswer.REWRITTEN_TO_FILE;
    }

    /**
     * The rewrite rules and the redirects of sections, which are obeyed also if a rule would forward the request.
     *
     * @return the new path, or null
     */
    private RewriteResult.Replaced rewriteInside() throws BadPath, Pcre.TooMuchWork {
        RewriteResult fixed = server.rewriting().inside(withDirectories(), match, Optional.ofNullable(file), forRewriting(new RewrittenRequest(edited, edited.path(), path.rawQuery())), server.settings(), ended, trace);
        boolean answered = fixed instanceof RewriteResult.Decided decided && isFinal(decided.match());
        Match redirect = answered ? RuleSet.NONE : redirectInside();
        if (redirect != RuleSet.NONE) match = redirect;
        else if (fixed instanceof RewriteResult.Decided decided) match = !mappedEarly && received.hasForbiddenSlash() ? forbiddenSlash() : decided.match();
        else if (fixed instanceof RewriteResult.Replaced replaced) return replaced;
        return null;
    }

    private List<Section> withDirectories() {
        return file == null ? sections : Lists.joined(file.sections(), sections);
    }

    private Match redirectInside() throws BadPath, Pcre.TooMuchWork {
        Match answer = Sections.wholeRedirect(withDirectories(), path.decoded().text(), path.rawQuery(), trace);
        if (answer == RuleSet.NONE) answer = Sections.redirect(withDirectories(), path.decoded().text(), path.rawQuery(), trace);
        return answer != RuleSet.NONE && !mappedEarly && received.hasForbiddenSlash() ? forbiddenSlash() : answer;
    }

    /** Decides about the path that a rule of a section gives, from the start. */
    private RoutingDecision nextRound(RewriteResult.Replaced replaced) {
        int limit = server.rewriting().limit();
        if (round.number() + 1 > limit) return server.refused(request, OwnAnswer.REWRITE_LOOP, "the rules of sections have replaced the path " + limit + " times");
        Rewriting.Round next = new Rewriting.Round(round.number() + 1, ended || replaced.ended(), true, environment.redirected());
        return server.decide(new RewrittenRequest(request, Bytes.escapePath(replaced.path()), replaced.query()), next, trace);
    }
}
