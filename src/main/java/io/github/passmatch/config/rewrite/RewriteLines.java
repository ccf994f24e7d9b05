package io.github.passmatch.config.rewrite;

import io.github.passmatch.config.balance.Balancers;
import io.github.passmatch.config.draft.LineContext;
import io.github.passmatch.config.draft.RegexProblem;
import io.github.passmatch.config.draft.RewriteDraft;
import io.github.passmatch.config.draft.RuleDraft;
import io.github.passmatch.config.problem.Finding;
import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.config.text.Expressions;
import io.github.passmatch.config.text.Line;
import io.github.passmatch.config.text.Word;
import io.github.passmatch.rules.Bytes;
import io.github.passmatch.rules.match.PathRegex;
import io.github.passmatch.rules.regex.Pcre;
import io.github.passmatch.rules.rewrite.RewriteBlock;
import io.github.passmatch.rules.rewrite.RewriteCondition;
import io.github.passmatch.rules.rewrite.RewriteFlags;
import io.github.passmatch.rules.rewrite.RewriteProxy;
import io.github.passmatch.rules.rewrite.RewriteText;
import io.github.passmatch.rules.target.BadTarget;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads {@code RewriteRule} lines and their family. */
public final class RewriteLines {

    private static final List<String> OPERATORS = List.of("-eq", "-ne", "-lt", "-le", "-gt", "-ge", "<=", ">=", "<", ">", "=");
    /** Options that concern files only. */
    private static final List<String> OF_FILES = List.of("allownoslash", "mergebase", "ignorecontextinfo", "legacyprefixdocroot", "longurloptimization", "unsafeprefixstat");

    private RewriteLines() { }

    private static RewriteDraft draft(LineContext context) {
        Optional<RewriteDraft> present = context.section().map(section -> section.rewriting).orElse(context.server().rewriting);
        if (present.isPresent()) return present.get();
        RewriteDraft fresh = new RewriteDraft();
        if (context.section().isPresent()) context.section().get().rewriting = Optional.of(fresh);
        else context.server().rewriting = Optional.of(fresh);
        return fresh;
    }

    public static void engine(Line line, LineContext context) {
        line.onlyArgument(context.problems()).flatMap(value -> value.onOff()).ifPresent(on -> draft(context).engine = Optional.of(on));
    }

    public static void base(Line line, LineContext context) {
        if (line.count() != 1) context.problems().error(line.end(), "RewriteBase takes one path", "");
        else if (context.section().filter(section -> section.kind.ofFiles()).isEmpty()) draft(context);
        else if (!line.argument(0).text().startsWith("/")) context.problems().error(line.argument(0).place(), "RewriteBase takes a path that begins with a slash", "write RewriteBase /");
        else draft(context).base = Optional.of(Bytes.of(line.argument(0).text().endsWith("/") ? line.argument(0).text() : line.argument(0).text() + "/"));
    }

    public static void map(Line line, LineContext context) {
        context.problems().error(line.place(), "RewriteMap is not supported", "write one RewriteRule for each entry of the map");
    }

    public static void limit(Line line, LineContext context) {
        if (line.count() < 1 || line.count() > 2 || !line.arguments().stream().allMatch(word -> word.text().matches("[0-9]{1,6}")))
            context.problems().error(line.count() == 0 ? line.end() : line.argument(0).place(), "LimitInternalRecursion takes a number, or two", "write LimitInternalRecursion 10");
        else context.server().internalRedirects = Optional.of(Integer.parseInt(line.argument(0).text()) == 0 ? 10 : Integer.parseInt(line.argument(0).text()));
    }

    public static void options(Line line, LineContext context) {
        RewriteDraft draft = draft(context);
        if (line.count() == 0) context.problems().error(line.end(), "RewriteOptions needs an option", "write RewriteOptions Inherit");
        for (Word word : line.arguments()) {
            Optional<RewriteBlock.Option> inheritance = RewriteBlock.Option.named(word.text());
            if (inheritance.isPresent()) draft.options.add(inheritance.get());
            else otherOption(word, context.problems());
        }
    }

    private static void otherOption(Word word, Problems problems) {
        String option = word.text().toLowerCase(Locale.ROOT);
        if (option.equals("allowanyuri")) problems.error(word.place(), "RewriteOptions AllowAnyURI is not supported: rules see paths only", "remove the option");
        else if (option.startsWith("maxredirects=")) problems.warn(word.place(), "MaxRedirects has no effect, as in httpd", "write LimitInternalRecursion");
        else if (!OF_FILES.contains(option)) problems.error(word.place(), "unknown option \"" + word.text() + "\"", "the options are Inherit, InheritBefore, InheritDown, InheritDownBefore and IgnoreInherit");
    }

    /** As in httpd, what stands behind complete flags has no effect, for example a comment. */
    private static boolean hasWrongNumber(Line line, Problems problems) {
        if (line.count() < 2) return true;
        if (line.count() == 3 || line.count() == 2) return false;
        if (!line.argument(2).text().matches("\\[.*]")) return true;
        problems.warn(Finding.COMMENT, line.argument(3).place(), "the text after the flags has no effect", line.argument(3).isComment() ? Word.NO_COMMENT : "write the flags without spaces, or in quotes");
        return false;
    }

    public static void condition(Line line, LineContext context) {
        Problems problems = context.problems();
        if (hasWrongNumber(line, problems)) {
            problems.error(line.count() < 2 ? line.end() : line.argument(3).place(), "RewriteCond takes a text, a condition and flags", "write RewriteCond %{HTTP_HOST} ^www\\. [NC]");
            return;
        }
        if (looksAhead(line, context)) return;
        Word input = line.argument(0);
        Optional<List<String>> flags = line.count() >= 3 ? RewriteFlagsReader.words(line.argument(2), problems) : Optional.of(List.of());
        if (flags.isEmpty()) return;
        boolean ignoreCase = false;
        boolean orNext = false;
        for (String flag : flags.get()) {
            switch (flag.toLowerCase(Locale.ROOT)) {
                case "nc", "nocase" -> ignoreCase = true;
                case "or", "ornext" -> orNext = true;
                case "nv", "novary" -> { }
                default -> problems.error(line.argument(2).place(), "unknown flag \"" + flag + "\" of RewriteCond", "the flags are NC, OR and NV");
            }
        }
        boolean or = orNext;
        boolean expression = input.is("expr");
        boolean negated = !expression && line.argument(1).text().startsWith("!");
        Optional<RewriteText> text = text(input, problems);
        Optional<RewriteCondition.Test> test = expression ? Expressions.condition(line.argument(1), 0, problems).map(RewriteCondition.Expression::new) : test(line.argument(1), ignoreCase, context);
        if (text.isPresent() && test.isPresent()) draft(context).conditions.add(new RewriteCondition(line.text(), text.get(), test.get(), negated, or));
    }

    /** Files are those of the container. In httpd, rules outside of sections would ask access control in advance, and get a user or not, depending on {@code <Proxy>} sections. Reports it. */
    private static boolean looksAhead(Line line, LineContext context) {
        for (Word word : line.arguments()) {
            int root = context.config().standalone ? -1 : word.text().toUpperCase(Locale.ROOT).indexOf("%{DOCUMENT_ROOT}");
            if (root < 0) continue;
            context.problems().error(word.at(root), "the variable %{DOCUMENT_ROOT} is not supported: in a servlet container, Passmatch serves no files", "the manual's page on rewriting lists the variables");
            return true;
        }
        if (context.section().isPresent()) return false;
        for (Word word : line.arguments()) {
            int offset = RewriteText.userAhead(word.text());
            if (offset < 0) continue;
            context.problems().error(word.at(offset), "the user is not known here: rules outside of sections come before access control", "put the RewriteEngine, RewriteCond and RewriteRule lines into <Location \"/\">, or write RequestHeader set NAME \"expr=%{REMOTE_USER}\" instead of them");
            return true;
        }
        return false;
    }

    private static Optional<RewriteCondition.Test> test(Word word, boolean ignoreCase, LineContext context) {
        Problems problems = context.problems();
        String pattern = word.text().startsWith("!") ? word.text().substring(1) : word.text();
        if (pattern.matches("-[a-zA-Z]")) {
            if (context.config().standalone && RewriteCondition.FileTest.LETTERS.indexOf(pattern.charAt(1)) >= 0) return Optional.of(new RewriteCondition.FileTest(pattern.charAt(1)));
            problems.error(word.place(), "the test " + pattern + " of files is not supported" + (context.config().standalone ? "" : ": in a servlet container, Passmatch serves no files"), "let the upstream decide, or write a condition on %{REQUEST_URI}");
            return Optional.empty();
        }
        for (String operator : OPERATORS) {
            if (!pattern.startsWith(operator)) continue;
            String other = pattern.substring(operator.length());
            return Optional.of(new RewriteCondition.Comparison(operator, Bytes.of(operator.equals("=") && other.equals("\"\"") ? "" : other), ignoreCase));
        }
        return RegexProblem.compile(withoutMark(word), ignoreCase, problems).map(RewriteCondition.Regex::new);
    }

    private static Word withoutMark(Word word) {
        return word.text().startsWith("!") ? new Word(word.text().substring(1), word.at(1)) : word;
    }

    public static void rule(Line line, LineContext context) {
        Problems problems = context.problems();
        if (hasWrongNumber(line, problems)) {
            problems.error(line.count() < 2 ? line.end() : line.argument(3).place(), "RewriteRule takes a regular expression, a substitution and flags",
                    line.count() > 3 ? "write the flags without spaces, or in quotes" : "write RewriteRule ^/old/(.*) /new/$1 [PT]");
            return;
        }
        if (looksAhead(line, context)) return;
        RewriteDraft draft = draft(context);
        List<RewriteCondition> conditions = List.copyOf(draft.conditions);
        draft.conditions.clear();
        Optional<RewriteFlags.Builder> read = line.count() >= 3 ? RewriteFlagsReader.read(line.argument(2), problems) : Optional.of(new RewriteFlags.Builder());
        if (read.isEmpty()) return;
        RewriteFlags flags = read.get().build();
        Optional<Pcre> pattern = RegexProblem.compile(withoutMark(line.argument(0)), read.get().ignoreCase, problems);
        Word url = line.argument(1);
        boolean substitutes = !url.text().equals("-") && !flags.answersStatus();
        Optional<RewriteText> substitution = substitutes ? text(url, problems) : Optional.empty();
        if (pattern.isEmpty() || substitutes && substitution.isEmpty()) return;
        boolean proxies = flags.proxies() && substitutes;
        if (!substitutes && !flags.needsNoUrl()) problems.warn(Finding.REWRITE_RULE, line.argument(2).place(), "the flag has no effect: the substitution is -", "write the URL instead of -");
        if (flags.passes() && url.text().matches("(?i)[a-z0-9]+://.*")) problems.error(url.place(), "[PT] needs a path, not a URL", "write [P] to forward the request, or [R] to redirect the client");
        Optional<RuleDraft> proxy = proxies ? proxy(line, url, pattern.get(), context) : Optional.empty();
        if (proxies && proxy.isEmpty()) return;
        draft.rules.add(new RewriteDraft.Line(line.place(), line.text(), pattern.get(), line.argument(0).text().startsWith("!"), substitution, flags, conditions, proxy));
    }

    /** The rule with the connections of [P]. */
    private static Optional<RuleDraft> proxy(Line line, Word url, Pcre pattern, LineContext context) {
        Problems problems = context.problems();
        String text = Bytes.of(url.text());
        if (text.regionMatches(true, 0, "unix:", 0, 5)) {
            boolean http = text.matches("(?is)[^|]*(\\|https?:.*)?");
            problems.error(url.place(), http ? "[P] to a unix socket is not supported" : "[P] to " + text.replaceFirst("(?s)[^|]*\\|([^:/]*).*", "$1") + ":// on a unix socket is valid in httpd, and not supported here",
                    http ? "write ProxyPass or ProxyPassMatch, which can have a unix: URL" : "let the application speak HTTP, and write ProxyPass with unix:/path/of/socket|http://host/");
            return Optional.empty();
        }
        if (!text.matches("(?i)[a-z][a-z0-9+.-]*:.*")) {
            problems.error(url.place(), "[P] needs a URL with scheme and host; the scheme cannot come from the request", text.startsWith("/") ? "write [PT] to apply ProxyPass to the new path" : "write http://host:port/path");
            return Optional.empty();
        }
        RuleDraft rule = new RuleDraft("RewriteRule", line.place(), context.server(), context.section());
        rule.rewrites = true;
        rule.url = url;
        rule.pattern = new PathRegex(pattern);
        rule.patternPlace = line.argument(0).place();
        try {
            rule.target = Optional.of(RewriteProxy.target(text));
        } catch (RewriteText.Unsupported e) {
            return Optional.empty();        // reported before
        } catch (BadTarget e) {
            problems.error(url.place(), e.getMessage() + ": " + url.text(), e.hint());
            return Optional.empty();
        }
        if (Balancers.isOne(url) && !Balancers.isNamedByRequest(url)) context.server().balancer(Balancers.name(url), url.place());
        context.config().rules.add(rule);
        return Optional.of(rule);
    }

    private static Optional<RewriteText> text(Word word, Problems problems) {
        try {
            return Optional.of(RewriteText.parse(Bytes.of(word.text())));
        } catch (RewriteText.Unsupported e) {
            problems.error(word.at(e.offset()), e.getMessage(), e.hint());
            return Optional.empty();
        }
    }
}
