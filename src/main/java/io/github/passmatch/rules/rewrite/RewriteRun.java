package io.github.passmatch.rules.rewrite;

import io.github.passmatch.rules.Bytes;
import io.github.passmatch.rules.OwnAnswer;
import io.github.passmatch.rules.environment.RequestContext;
import io.github.passmatch.rules.expression.Evaluation;
import io.github.passmatch.rules.match.EncodedSlashes;
import io.github.passmatch.rules.match.Match;
import io.github.passmatch.rules.match.RuleTrace;
import io.github.passmatch.rules.regex.Pcre;
import io.github.passmatch.rules.target.BadPath;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;

/** Applies a list of rewrite rules to one request, as mod_rewrite does. For one thread. */
public final class RewriteRun {

    /** httpd: twice LimitRequestLine. */
    private static final int LONGEST = 16_380;
    /** For all regular expressions of one run; 10,000 short expressions need a tenth. */
    private static final int STEPS = 5 * Pcre.MAX_STEPS;
    private static final String BAD_QUERY = "the query would contain a space or a control character; [B] escapes captured text";

    private final RequestContext context;
    private final Optional<String> directory;
    private final EncodedSlashes encodedSlashes;
    private final boolean escaped;
    private final RuleTrace trace;
    private final RewriteFiles files;
    private final Pcre.Steps steps = new Pcre.Steps(STEPS);
    private final String start;
    private String subject;
    private String query;
    private boolean qualified;          // the subject begins with the origin of this server, which was added here
    private int status = 302;
    private boolean changed;
    private boolean noEscape;
    private boolean passed;
    private boolean ended;
    private Matcher ruleMatch;
    private Matcher conditionMatch;
    private RewriteRule current;
    private RewriteRule changing;
    private Match decided;

    /**
     * @param context   the request after {@code early} edits; its variables receive those of {@code [E=…]}
     * @param start     the text to which the first pattern is compared: the decoded path; in a section {@code proxy:} and the URL that the path was mapped to, or a file name
     * @param directory the path of the section; empty outside of sections
     * @param encodedSlashes the value of {@code AllowEncodedSlashes}
     * @param files     of the server
     * @param escaped   whether the URL of {@code [P]} is sent as it is, because a rule with {@code mapping=} or {@code nocanon} has taken the request
     */
    public RewriteRun(RequestContext context, String start, Optional<String> directory, EncodedSlashes encodedSlashes, RewriteFiles files, boolean escaped, RuleTrace trace) {
        this.files = files;
        this.context = context;
        this.start = start;
        this.subject = start;
        this.query = context.request().query();
        this.directory = directory;
        this.encodedSlashes = encodedSlashes;
        this.escaped = escaped;
        this.trace = trace;
    }

    RequestContext context() {
        return context;
    }

    String subject() {
        return subject;
    }

    /** {@code REQUEST_FILENAME}: the file, without the part of the path that follows the file. */
    String fileName() {
        return changed ? subject : files.name().orElse(subject);
    }

    RewriteFiles files() {
        return files;
    }

    String query() {
        return query;
    }

    Matcher ruleMatch() {
        return ruleMatch;
    }

    Matcher conditionMatch() {
        return conditionMatch;
    }

    void conditionMatched(Matcher match) {
        conditionMatch = match;
    }

    Pcre.Steps steps() {
        return steps;
    }

    /** An evaluation of an expression, which sees the query as it is now. */
    Evaluation evaluation() {
        boolean same = Objects.equals(query, context.request().query());
        return new Evaluation(same ? context : context.with(new RewrittenRequest(context.request(), context.request().path(), query)), steps);
    }

    void trace(Supplier<String> what) {
        if (trace.listens()) trace.step(current.place(), what.get());
    }

    /** Applies {@code rules} in order. */
    public RewriteResult run(RewriteRules rules) throws Pcre.TooMuchWork, BadPath {
        int round = 1;
        RewriteRules.Cursor cursor = rules.cursor(subject, trace.listens());
        for (int i = cursor.next(0); i < rules.size(); i = cursor.next(i + 1)) {
            RewriteRule rule = rules.get(i);
            current = rule;
            String before = subject;
            if (!applies(rule)) {
                while (i < rules.size() && rules.get(i).flags().chained()) i++;
                continue;
            }
            apply(rule);
            if (decided != null) return new RewriteResult.Decided(decided, query);
            if (subject.length() > LONGEST) return loop(rule, "the path has more than " + LONGEST + " bytes");
            RewriteFlags flags = rule.flags();
            passed = flags.passes();
            ended = flags.end();
            if (passed || ended || flags.last()) break;
            boolean again = flags.rounds().isPresent();
            if (again && ++round >= flags.rounds().getAsInt()) return loop(rule, flags.rounds().getAsInt() + " rounds by [N]");
            if (again || !subject.equals(before)) cursor = rules.cursor(subject, trace.listens());
            i = again ? -1 : i + flags.skip();
        }
        return result();
    }

    private RewriteResult loop(RewriteRule rule, String what) {
        return refused(rule, OwnAnswer.REWRITE_LOOP, what);
    }

    private static RewriteResult refused(RewriteRule rule, OwnAnswer reason, String what) {
        return new RewriteResult.Decided(refusal(rule, reason, what), null);
    }

    private static Match refusal(RewriteRule rule, OwnAnswer reason, String what) {
        return new Match.Refused(reason, rule.proxy().orElse(null), rule.place().fileAndLine() + ": " + rule + ": " + what);
    }

    private boolean isProxied() {
        return directory.isPresent() && subject.startsWith("proxy:");
    }

    private boolean applies(RewriteRule rule) throws Pcre.TooMuchWork {
        String compared = !isProxied() && directory.filter(subject::startsWith).isPresent() ? subject.substring(directory.get().length()) : subject;
        Matcher match = rule.pattern().find(compared, steps);
        if (match != null == rule.negated()) {
            trace(() -> rule + ": does not match \"" + Bytes.toText(compared) + "\"");
            return false;
        }
        trace(() -> rule + ": matches \"" + Bytes.toText(compared) + "\"");
        ruleMatch = rule.negated() ? null : match;
        conditionMatch = null;
        return rule.conditionsHold(this);
    }

    private void apply(RewriteRule rule) throws BadPath {
        RewriteFlags flags = rule.flags();
        boolean substitutes = rule.substitution().isPresent() && !flags.answersStatus();
        RewriteText.QuestionMark mark = new RewriteText.QuestionMark();
        String url = substitutes ? rule.substitution().get().expand(this, flags, mark) : "";
        if (mark.isUnsafe() && !flags.allows3F()) {
            decided = refusal(rule, OwnAnswer.BAD_REWRITE, "the request has a question mark (%3F) where the substitution would read the start of a query");
            return;
        }
        for (RewriteFlags.Assignment variable : flags.variables()) {
            if (variable.value().isEmpty()) context.environment().unset(variable.name());
            else context.environment().set(variable.name(), variable.value().get().expand(this, flags, new RewriteText.QuestionMark()));
        }
        if (flags.answersStatus()) {
            trace(() -> "  answered with " + flags.status().getAsInt());
            decided = new Match.Answered(rule.place(), rule.toString(), flags.status().getAsInt(), Optional.empty());
        } else if (substitutes) {
            substitute(rule, url);
        }
    }

    private void substitute(RewriteRule rule, String url) throws BadPath {
        RewriteFlags flags = rule.flags();
        boolean prefixed = !isProxied() && !url.startsWith("/") && AbsoluteUrl.scheme(url) == 0 && (directory.isPresent() || !flags.redirects());
        String whole = prefixed ? directory.orElse("/") + url : url;
        splitQuery(whole, flags);
        changed = true;
        changing = rule;
        noEscape = flags.noEscape() && !flags.passes();
        qualified = false;
        if (flags.proxies()) {
            decided = forwarded(rule);
            trace.tried(rule.proxy().orElseThrow(), decided);
        } else if (flags.redirects()) {
            status = flags.status().getAsInt();
            if (AbsoluteUrl.scheme(subject) == 0) {
                subject = origin() + (subject.startsWith("/") ? "" : "/") + subject;
                qualified = true;
            }
        } else if (AbsoluteUrl.scheme(subject) > 0) {
            status = 302;
        } else if (!prefixed && !rule.substitution().get().literalStart().startsWith("//")) {
            while (subject.startsWith("//")) subject = subject.substring(1);
        }
        trace(() -> "  rewritten to \"" + Bytes.toText(query == null ? subject : subject + "?" + query) + "\"");
    }

    private void splitQuery(String url, RewriteFlags flags) {
        subject = url;
        if (AbsoluteUrl.hasNoQuery(url)) {
            query = null;
            return;
        }
        if (flags.dropsQuery()) query = null;
        int mark = flags.queryAtLastMark() ? url.lastIndexOf('?') : url.indexOf('?');
        if (mark < 0) return;
        subject = url.substring(0, mark);
        String own = url.substring(mark + 1);
        if (!flags.appendsQuery()) query = own;
        else if (!own.isEmpty()) query = query == null || query.isEmpty() ? own : own + "&" + query;
        if (query != null && query.endsWith("&")) query = query.substring(0, query.length() - 1);
        if (query != null && query.isEmpty()) query = null;
    }

    private Match forwarded(RewriteRule rule) throws BadPath {
        if (badQuery(query)) return refusal(rule, OwnAnswer.BAD_REWRITE, BAD_QUERY);
        return RewriteProxy.forwarded(rule, this, noEscape || escaped, encodedSlashes);
    }

    static boolean badQuery(String query) {
        return query != null && query.chars().anyMatch(c -> c <= ' ' || c == 127);
    }

    private RewriteResult result() {
        if (!changed && !(passed && directory.isEmpty())) return new RewriteResult.Unchanged(ended);
        boolean absolute = AbsoluteUrl.scheme(subject) > 0;
        if (badQuery(query) && !(absolute && !noEscape)) return refused(current, OwnAnswer.BAD_REWRITE, BAD_QUERY);
        if (absolute) return new RewriteResult.Decided(redirect(), query);
        if (directory.isPresent() && subject.equals(start)) return new RewriteResult.Unchanged(ended);
        if (!subject.startsWith("/")) return refused(current, OwnAnswer.BAD_TARGET, "the result is not a path");
        return new RewriteResult.Replaced(subject, query, passed || directory.isPresent(), ended);
    }

    private Match redirect() {
        String origin = qualified ? origin() : "";
        String rest = subject.substring(origin.length());
        String url = noEscape ? rest : qualified ? AbsoluteUrl.escapedPath(rest) : AbsoluteUrl.escaped(rest);
        boolean rawQuery = noEscape || query != null && query.equals(context.request().query());
        String whole = query == null ? url : url + "?" + (rawQuery ? query : AbsoluteUrl.escapedPath(query));
        return new Match.Answered(changing.place(), changing.toString(), status, Optional.of(Location.clean(whole)));
    }

    private String origin() {
        return context.server().origin(context.request());
    }
}
