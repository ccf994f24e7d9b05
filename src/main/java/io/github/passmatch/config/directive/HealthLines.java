package io.github.passmatch.config.directive;

import io.github.passmatch.config.draft.LineContext;
import io.github.passmatch.config.health.HealthDraft;
import io.github.passmatch.config.health.HealthParameters;
import io.github.passmatch.config.problem.Finding;
import io.github.passmatch.config.problem.Hints;
import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.config.text.Expressions;
import io.github.passmatch.config.text.Line;
import io.github.passmatch.config.text.Word;
import io.github.passmatch.rules.health.HealthExpression;
import io.github.passmatch.rules.health.HealthMethod;
import java.util.Optional;

/** Reads {@code ProxyHCExpr}, {@code ProxyHCTemplate} and {@code ProxyHCTPsize}. */
final class HealthLines {

    private static final int LONGEST_NAME = 15;

    private HealthLines() { }

    /** {@code ProxyHCExpr name {expression}}. */
    static void expression(Line line, LineContext context) {
        Problems problems = context.problems();
        if (line.count() < 2) {
            problems.error(line.end(), "ProxyHCExpr needs a name and an expression", "write ProxyHCExpr up {%{REQUEST_STATUS} == 200}");
        } else if (line.argument(0).text().length() > LONGEST_NAME) {
            problems.error(line.argument(0).place(), "the name of a ProxyHCExpr has at most " + LONGEST_NAME + " characters, as in httpd", "");
        } else {
            String name = line.argument(0).text();
            text(line, problems).ifPresent(word -> Expressions.ofResponse(word, problems).ifPresent(condition -> context.config().health.expressions.put(name, new HealthExpression(name, word.text(), condition))));
        }
    }

    /** The expression without braces. As in httpd, braces enclose it like quotation marks, and may contain braces and quotation marks. */
    private static Optional<Word> text(Line line, Problems problems) {
        Word first = line.argument(1);
        if (first.shift() > 0 || !first.text().startsWith("{")) {
            if (line.count() > 2) problems.error(line.argument(2).place(), "ProxyHCExpr takes one expression", "write { before the expression and } after it");
            return line.count() > 2 ? Optional.empty() : Optional.of(first);
        }
        String rest = line.rest();
        int start = rest.indexOf('{');
        int end = closing(rest, start);
        if (end < 0) {
            problems.error(first.place(), "this { is never closed", "write } after the expression");
            return Optional.empty();
        }
        if (!rest.substring(end + 1).isBlank()) {
            problems.error(first.at(end + 1 - start), "nothing may follow the } of the expression", "");
            return Optional.empty();
        }
        return Optional.of(new Word(rest.substring(start + 1, end).replace("\\\\", "\\"), first.place(), 1));
    }

    private static int closing(String text, int start) {
        int depth = 0;
        for (int i = start; i < text.length(); i++) {
            if (text.charAt(i) == '{') depth++;
            if (text.charAt(i) == '}' && --depth == 0) return i;
        }
        return -1;
    }

    /** {@code ProxyHCTemplate name key=value …}. As in httpd, a template without {@code hcmethod} means TCP, and of two templates with one name the first counts. */
    static void template(Line line, LineContext context) {
        Problems problems = context.problems();
        if (line.count() < 2) {
            problems.error(line.end(), "ProxyHCTemplate needs a name and parameters", "write ProxyHCTemplate web hcmethod=GET hcuri=/health");
            return;
        }
        HealthDraft template = new HealthDraft();
        template.method = Optional.of(HealthMethod.TCP);
        for (Word word : line.arguments().subList(1, line.count())) {
            if (word.isComment()) problems.error(Finding.COMMENT, word.place(), Word.NO_COMMENT, "put it on a line of its own");
            if (word.isComment()) break;
            parameter(word, template, context);
        }
        String name = line.argument(0).text();
        if (context.config().health.templates.putIfAbsent(name, template) != null) problems.warn(line.place(), "this line has no effect: an earlier ProxyHCTemplate has the name \"" + name + "\", and the first one counts, as in httpd", "give it another name");
    }

    private static void parameter(Word word, HealthDraft template, LineContext context) {
        String name = word.name();
        if (!HealthParameters.isOne(name)) context.problems().error(Finding.UNKNOWN_PARAMETER, word.place(), "unknown parameter \"" + name + "\" of a ProxyHCTemplate", Hints.didYouMean(name, HealthParameters.names()));
        else word.value(name, context.problems()).ifPresent(value -> HealthParameters.read(template, value, context.config().health));
    }

    /** {@code ProxyHCTPsize}: checks need no thread each. */
    static void threads(Line line, LineContext context) {
        line.onlyArgument(context.problems()).ifPresent(value -> value.integer(0, Integer.MAX_VALUE));
    }
}
