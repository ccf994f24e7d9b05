package io.github.passmatch.config.directive;

import io.github.passmatch.config.draft.RegexProblem;
import io.github.passmatch.config.draft.ScopeDraft;
import io.github.passmatch.config.problem.Hints;
import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.config.text.Expressions;
import io.github.passmatch.config.text.Line;
import io.github.passmatch.config.text.Word;
import io.github.passmatch.rules.Bytes;
import io.github.passmatch.rules.environment.EnvironmentCondition;
import io.github.passmatch.rules.environment.EnvironmentCondition.Assignment;
import io.github.passmatch.rules.environment.EnvironmentSetting;
import io.github.passmatch.rules.environment.RequestAttribute;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;

/** Reads the lines that set variables of a request's environment. */
final class EnvironmentLines {

    private EnvironmentLines() { }

    static void setEnv(Line line, ScopeDraft scope) {
        if (line.count() == 0 || line.count() > 2) {
            scope.problems.error(line.count() == 0 ? line.end() : line.argument(2).place(), "SetEnv takes a name and a value",
                    line.count() == 0 ? "write SetEnv name value" : "a value with spaces needs quotes");
            return;
        }
        Word name = line.argument(0);
        Optional<Word> value = line.count() == 2 ? Optional.of(line.argument(1)) : Optional.empty();
        String text = value.map(Word::text).orElse("");
        VariableAdvice.ofName(name, scope.problems);
        VariableAdvice.ofSetting(name, text, value.map(Word::place).orElse(line.end()), scope.problems);
        scope.settings.add(new EnvironmentSetting.Set(name.place(), Bytes.of(name.text()), Bytes.of(text)));
    }

    static void unsetEnv(Line line, ScopeDraft scope) {
        if (line.count() == 0) scope.problems.error(line.end(), "UnsetEnv takes names", "write UnsetEnv name");
        for (Word name : line.arguments()) scope.settings.add(new EnvironmentSetting.Unset(name.place(), Bytes.of(name.text())));
    }

    static void passEnv(Line line, ScopeDraft scope) {
        if (line.count() == 0) scope.problems.error(line.end(), "PassEnv takes names", "write PassEnv NAME");
        for (Word name : line.arguments()) {
            String value = scope.processEnvironment.get(name.text());
            if (value == null) scope.problems.warn(name.place(), "the process has no variable \"" + name.text() + "\" to pass on",
                    Hints.didYouMean(name.text(), scope.processEnvironment.keySet()));
            else scope.settings.add(new EnvironmentSetting.Set(name.place(), Bytes.of(name.text()), Bytes.of(value)));
        }
    }

    static void setEnvIf(Line line, ScopeDraft scope) {
        attributeThen(line, false, scope);
    }

    static void setEnvIfNoCase(Line line, ScopeDraft scope) {
        attributeThen(line, true, scope);
    }

    static void browserMatch(Line line, ScopeDraft scope) {
        condition(line, new RequestAttribute.Named("User-Agent"), 0, false, scope);
    }

    static void browserMatchNoCase(Line line, ScopeDraft scope) {
        condition(line, new RequestAttribute.Named("User-Agent"), 0, true, scope);
    }

    static void setEnvIfExpr(Line line, ScopeDraft scope) {
        if (line.count() < 2) {
            scope.problems.error(line.end(), "SetEnvIfExpr needs " + (line.count() == 0 ? "an expression" : "a variable to set"), "write SetEnvIfExpr \"expression\" name[=value]");
            return;
        }
        Expressions.condition(line.argument(0), 0, scope.problems)
                .ifPresent(condition -> scope.conditions.add(new EnvironmentCondition(line.place(), condition.asTest(), assignments(line, 1, true, scope.problems))));
    }

    private static void attributeThen(Line line, boolean ignoreCase, ScopeDraft scope) {
        if (line.count() == 0 || line.argument(0).text().isEmpty()) {
            scope.problems.error(line.end(), line.name().text() + " needs an attribute of the request", form(line));
            return;
        }
        attribute(line.argument(0), ignoreCase, scope.problems).ifPresent(attribute -> condition(line, attribute, 1, ignoreCase, scope));
    }

    private static Optional<RequestAttribute> attribute(Word word, boolean ignoreCase, Problems problems) {
        String text = word.text();
        if (text.regionMatches(true, 0, "oid(", 0, 4)) {
            problems.error(word.place(), "OID(…) is not supported: client certificates are not seen here", "");
            return Optional.empty();
        }
        if (text.equalsIgnoreCase("Remote_Host")) problems.note(word.place(), "Remote_Host is the client's address here: names are not looked up", "write Remote_Addr");
        try {
            return Optional.of(RequestAttribute.named(Bytes.of(text), ignoreCase));
        } catch (PatternSyntaxException e) {
            RegexProblem.report(word, "the regular expression for names of fields", e, problems);
            return Optional.empty();
        }
    }

    private static void condition(Line line, RequestAttribute attribute, int at, boolean ignoreCase, ScopeDraft scope) {
        if (line.count() <= at || line.argument(at).text().isEmpty()) {
            scope.problems.error(line.count() <= at ? line.end() : line.argument(at).place(), line.name().text() + " needs a regular expression", form(line));
            return;
        }
        if (line.count() == at + 1) {
            scope.problems.error(line.end(), line.name().text() + " needs a variable to set", form(line));
            return;
        }
        RegexProblem.compile(line.argument(at), ignoreCase, scope.problems)
                .ifPresent(pattern -> scope.conditions.add(new EnvironmentCondition(line.place(), new EnvironmentCondition.AttributeTest(attribute, pattern),
                        assignments(line, at + 1, EnvironmentCondition.hasGroups(pattern), scope.problems))));
    }

    private static List<Assignment> assignments(Line line, int from, boolean references, Problems problems) {
        List<Assignment> assignments = new ArrayList<>();
        for (Word word : line.arguments().subList(from, line.count())) {
            Assignment assignment = Assignment.read(Bytes.of(word.text()), references);
            if (assignment.name().isEmpty()) problems.error(word.place(), "a variable's name is missing", form(line));
            VariableAdvice.ofAssignment(word, assignment.name(), assignment.value().isPresent(), problems);
            assignments.add(assignment);
        }
        return assignments;
    }

    private static String form(Line line) {
        boolean browser = line.name().text().toLowerCase(Locale.ROOT).startsWith("browser");
        return "write " + line.name().text() + (browser ? "" : " attribute") + " regex name[=value]";
    }
}
