package io.github.passmatch.rules.server;

import io.github.passmatch.rules.environment.Environment;
import io.github.passmatch.rules.environment.RequestContext;
import io.github.passmatch.rules.match.Match;
import io.github.passmatch.rules.match.RuleSet;
import io.github.passmatch.rules.regex.Pcre;
import io.github.passmatch.rules.rewrite.RewriteBlock;
import io.github.passmatch.rules.rewrite.RewriteFiles;
import io.github.passmatch.rules.rewrite.RewriteResult;
import io.github.passmatch.rules.rewrite.RewriteRun;
import io.github.passmatch.rules.target.BadPath;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Rewriting of one server: outside of sections before the rules are tried, in sections after a rule was found and access was checked.
 *
 * @param block the directives outside of sections
 * @param limit {@code LimitInternalRecursion}: how often the rules of sections may replace the path of one request
 * @param documentRoot {@code DocumentRoot} without slash at the end, a byte string; empty: no files are served
 */
public record Rewriting(RewriteBlock block, int limit, Optional<String> documentRoot) {

    /** httpd's default of {@code LimitInternalRecursion}. */
    public static final int DEFAULT_LIMIT = 10;
    public static final Rewriting NONE = new Rewriting(RewriteBlock.NONE, DEFAULT_LIMIT, Optional.empty());

    /** What httpd puts before a path that no rule forwards: its folder of files. Patterns in sections are compared to the result. */
    private static final String DOCUMENT_ROOT = "/usr/local/apache2/htdocs";

    public Rewriting {
        Objects.requireNonNull(block, "block");
    }

    /** Whether there are no rules outside of sections. */
    public boolean isEmpty() {
        return block.rules().isEmpty();
    }

    /**
     * One decision about a request. There are several if rules of sections replace the path, each from the start.
     *
     * @param number      the number of decisions before
     * @param ended       {@code [END]}: no rewrite rule is tried any more
     * @param checksAccess whether access is decided
     * @param environment the variables
     */
    record Round(int number, boolean ended, boolean checksAccess, Environment environment) { }

    /**
     * Applies the rules outside of sections, unless the engine is off, which a matching section can decide.
     *
     * @param early the match of a rule with {@code mapping=}: as in httpd, expressions are then compared to {@code proxy:} and its URL
     */
    RewriteResult outside(List<Section> sections, Match early, RequestContext context, ServerSettings settings, boolean ended, Trace trace) throws Pcre.TooMuchWork, BadPath {
        if (isEmpty() || ended) return RewriteResult.UNCHANGED;
        Optional<Boolean> engine = block.engine();
        for (Section section : sections) {
            Optional<Boolean> own = section.rewriting().flatMap(RewriteBlock::engine);
            if (own.isPresent()) engine = own;
        }
        if (!engine.orElse(false)) return RewriteResult.UNCHANGED;
        String start = early instanceof Match.Forwarded forwarded ? "proxy:" + forwarded.mappedUrl() : context.path().get();
        return new RewriteRun(context, start, Optional.empty(), settings.encodedSlashes(), new RewriteFiles(documentRoot, Optional.empty()), keepsPath(early), trace).run(block.rules());
    }

    /** Whether the rule that has taken the request has {@code mapping=} or {@code nocanon}, which httpd then applies to the URL of {@code [P]} too. */
    private static boolean keepsPath(Match match) {
        return match instanceof Match.Forwarded forwarded && (RuleSet.isEarly(forwarded.rule()) || forwarded.rule().destination().orElseThrow().nocanon());
    }

    /**
     * Applies the rules of the matching sections. As in httpd, the pattern is compared to the URL that the path was mapped to, or to a file name.
     *
     * @param file the file that the path was mapped to; empty if there are no files
     */
    RewriteResult inside(List<Section> sections, Match mapped, Optional<FileRouting> file, RequestContext context, ServerSettings settings, boolean ended, Trace trace) throws Pcre.TooMuchWork, BadPath {
        if (ended) return RewriteResult.UNCHANGED;
        RewriteBlock merged = null;
        for (Section section : sections)
            if (section.rewriting().isPresent()) merged = section.rewriting().get().in(merged == null ? new RewriteBlock(block.engine(), Set.of(), "", Optional.empty(), RewriteBlock.NONE.rules()) : merged);
        if (merged == null || !merged.isOn() || merged.rules().isEmpty()) return RewriteResult.UNCHANGED;
        String start = mapped instanceof Match.Forwarded forwarded ? "proxy:" + forwarded.mappedUrl() : file.map(FileRouting::name).orElseGet(() -> DOCUMENT_ROOT + context.path().get());
        RewriteResult result = new RewriteRun(context, start, Optional.of(merged.directory()), settings.encodedSlashes(), new RewriteFiles(documentRoot, file.map(FileRouting::fileName)), keepsPath(mapped), trace).run(merged.rules());
        if (!(result instanceof RewriteResult.Replaced replaced)) return result;
        String path = merged.inUrls(replaced.path());
        String root = file.isPresent() ? documentRoot.orElse("") : DOCUMENT_ROOT;
        boolean below = path.startsWith(root + "/");
        return new RewriteResult.Replaced(below ? path.substring(root.length()) : path, replaced.query(), replaced.passed(), replaced.ended());
    }
}
