package io.github.passmatch.config.directive;

import io.github.passmatch.config.draft.RegexProblem;
import io.github.passmatch.config.draft.ScopeDraft;
import io.github.passmatch.config.problem.Finding;
import io.github.passmatch.config.problem.Hints;
import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.config.text.Expressions;
import io.github.passmatch.config.text.Line;
import io.github.passmatch.config.text.Word;
import io.github.passmatch.rules.Bytes;
import io.github.passmatch.rules.fields.BadFormat;
import io.github.passmatch.rules.fields.FieldAction;
import io.github.passmatch.rules.fields.FieldEdit;
import io.github.passmatch.rules.fields.FieldEdit.ExpressionTest;
import io.github.passmatch.rules.fields.FieldEdit.Table;
import io.github.passmatch.rules.fields.FieldEdit.VariableTest;
import io.github.passmatch.rules.fields.FieldEdit.When;
import io.github.passmatch.rules.fields.FieldFormat;
import io.github.passmatch.rules.regex.Pcre;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads {@code RequestHeader} and {@code Header} lines: {@code [condition] action name [value [replacement]] [env=[!]NAME|early]}. */
final class FieldEditLines {

    private static final List<String> ACTIONS = List.of("set", "append", "merge", "add", "unset", "edit", "edit*", "setifempty", "echo", "note");
    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";
    private static final String EXPR = "expr=";
    private static final String NEEDS_QUOTES = "a value with spaces needs quotes";

    private final Line line;
    private final ScopeDraft scope;
    private final Problems problems;
    private final Table table;
    /** The index of the action. */
    private final int at;

    private FieldEditLines(Line line, ScopeDraft scope, Table table, int at) {
        this.line = line;
        this.scope = scope;
        this.problems = scope.problems;
        this.table = table;
        this.at = at;
    }

    static void requestHeader(Line line, ScopeDraft scope) {
        new FieldEditLines(line, scope, Table.REQUEST, 0).read();
    }

    static void header(Line line, ScopeDraft scope) {
        boolean always = line.count() > 0 && line.argument(0).is("always");
        boolean onSuccess = line.count() > 0 && line.argument(0).is("onsuccess");
        new FieldEditLines(line, scope, always ? Table.ALWAYS : Table.ON_SUCCESS, always || onSuccess ? 1 : 0).read();
    }

    private void read() {
        String directive = line.name().text();
        if (line.count() <= at) {
            problems.error(line.end(), directive + " needs an action", "write " + directive + " set Name value");
            return;
        }
        String action = line.argument(at).text().toLowerCase(Locale.ROOT);
        if (!isAction(action)) return;
        if (line.count() <= at + 1) {
            problems.error(line.end(), directive + " " + action + " needs the name of a field", "write " + directive + " " + form(action));
            return;
        }
        int values = valuesOf(action);
        int conditionAt = at + 2 + values;
        if (line.count() < conditionAt) {
            problems.error(line.end(), directive + " " + action + " needs a " + (values == 2 ? "regular expression and a replacement" : "value"), "write " + directive + " " + form(action));
            return;
        }
        if (line.count() > conditionAt + 1) {
            problems.error(line.argument(conditionAt + 1).place(), directive + " " + action + " takes no more arguments", values > 0 ? NEEDS_QUOTES : "");
            return;
        }
        boolean early = line.count() > conditionAt && line.argument(conditionAt).is("early");
        boolean conditional = line.count() > conditionAt && !early;
        Optional<When> when = conditional ? condition(line.argument(conditionAt), values > 0, problems) : Optional.empty();
        Optional<FieldAction> found = action(action);
        boolean valid = found.isPresent() && conditional == when.isPresent();
        if (valid && !(early && hasNoEffect(line.argument(conditionAt)))) scope.fieldEdits.add(new FieldEdit(line.place(), table, found.get(), when, early));
    }

    /** Whether an early line has no effect in httpd: sections are selected later, and the response of the upstream replaces what an early Header has set. */
    private boolean hasNoEffect(Word early) {
        if (scope.ofSection) problems.warn(Finding.NOT_IN_FORCE, early.place(), "early has no effect in a section, as in httpd: early edits happen before sections are selected", "remove early");
        else if (table == Table.ON_SUCCESS) problems.warn(Finding.NOT_IN_FORCE, early.place(), "Header ... early has no effect on responses of the upstream, as in httpd", "remove early, or write Header always");
        return scope.ofSection || table == Table.ON_SUCCESS;
    }

    private boolean isAction(String action) {
        Word word = line.argument(at);
        boolean misplaced = table == Table.REQUEST && (action.equals("always") || action.equals("onsuccess"));
        if (!ACTIONS.contains(action)) problems.error(word.place(), "unknown action \"" + word.text() + "\"",
                misplaced ? "only Header takes always and onsuccess" : hint(word.text()));
        else if (action.equals("note")) problems.error(word.place(), "note is not supported: there are no modules which read notes", "");
        else if (action.equals("echo") && table == Table.REQUEST) problems.error(word.place(), "echo is an action of Header: it copies a field of the request into the response", "");
        else return true;
        return false;
    }

    private static String hint(String action) {
        String meant = Hints.didYouMean(action, ACTIONS);
        return meant.isEmpty() ? "actions are set, append, merge, add, unset, edit, edit*, setifempty and echo" : meant;
    }

    private static int valuesOf(String action) {
        return switch (action) {
            case "unset", "echo" -> 0;
            case "edit", "edit*" -> 2;
            default -> 1;
        };
    }

    private static String form(String action) {
        return switch (action) {
            case "unset" -> "unset Name";
            case "echo" -> "echo regex";
            case "edit", "edit*" -> action + " Name regex replacement";
            default -> action + " Name value";
        };
    }

    /** {@code env=[!]NAME} or {@code expr=condition}; empty after an error was reported. */
    static Optional<When> condition(Word word, boolean afterValue, Problems problems) {
        String lower = word.text().toLowerCase(Locale.ROOT);
        if (lower.startsWith("env=")) return variable(word, problems);
        if (lower.startsWith("expr=")) return Expressions.condition(word, EXPR.length(), problems).map(ExpressionTest::new);
        problems.error(word.place(), "\"" + word.text() + "\" is not allowed here; only env=NAME and expr=condition are", afterValue ? NEEDS_QUOTES : Hints.didYouMean(word.text(), List.of("early", "env=", EXPR)));
        return Optional.empty();
    }

    private static Optional<When> variable(Word word, Problems problems) {
        boolean negated = word.text().startsWith("!", 4);
        String name = word.text().substring(negated ? 5 : 4);
        if (!name.isEmpty()) return Optional.of(new VariableTest(Bytes.of(name), !negated));
        problems.error(word.place(), "the name of the variable is missing", "write env=NAME or env=!NAME");
        return Optional.empty();
    }

    private Optional<FieldAction> action(String action) {
        Word word = line.argument(at + 1);
        if (action.equals("echo")) return RegexProblem.compile(word, false, problems).map(FieldAction.Echo::new);
        int colon = word.text().indexOf(':');
        String name = colon < 0 ? word.text() : word.text().substring(0, colon);
        boolean valid = isFieldName(name, word);
        if (action.equals("unset")) return valid ? Optional.of(new FieldAction.Unset(name)) : Optional.empty();
        if (action.startsWith("edit")) return edit(name, action.equals("edit*")).filter(edit -> valid);
        return format(line.argument(at + 2), false).filter(value -> valid).map(value -> switch (action) {
            case "set" -> new FieldAction.Put(name, value);
            case "setifempty" -> new FieldAction.PutIfAbsent(name, value);
            case "add" -> new FieldAction.Add(name, value);
            case "append" -> new FieldAction.Append(name, value);
            default -> new FieldAction.Merge(name, value);
        });
    }

    /** RFC 9110 §5.6.2. */
    private static boolean isToken(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || TOKEN_MARKS.indexOf(c) >= 0);
    }

    private boolean isFieldName(String name, Word word) {
        if (!isToken(name)) {
            problems.error(word.place(), "\"" + word.text() + "\" is not a valid field name", "names consist of letters, digits and -");
            return false;
        }
        if (!FieldAction.FRAMING.contains(name.toLowerCase(Locale.ROOT))) return true;
        problems.warn(word.place(), name + " is set by the proxy itself for each message, so this line has no effect", "remove the line");
        return false;
    }

    private Optional<FieldAction> edit(String name, boolean everywhere) {
        Word written = line.argument(at + 3);
        Optional<Pcre> pattern = RegexProblem.compile(line.argument(at + 2), false, problems);
        Optional<FieldFormat> replacement = format(written, true);
        if (pattern.isEmpty() || replacement.isEmpty()) return Optional.empty();
        int groups = pattern.get().groups();
        int reference = replacement.get().highestReference();
        if (reference > groups) problems.warn(written.place(), "the replacement refers to $" + reference + ", but the expression has "
                + (groups == 0 ? "no groups" : groups == 1 ? "1 group" : groups + " groups") + "; the reference yields empty text", "");
        return Optional.of(new FieldAction.Edit(name, pattern.get(), replacement.get(), everywhere));
    }

    private Optional<FieldFormat> format(Word word, boolean references) {
        if (word.text().startsWith(EXPR)) return Expressions.format(word, EXPR.length(), problems);
        String bytes = Bytes.of(word.text());
        try {
            FieldFormat format = FieldFormat.parse(bytes, references);
            for (String name : format.unknownNames()) problems.warn(word.place(), "%{" + Bytes.toText(name) + "}s is always empty: Passmatch does not know this variable of mod_ssl", "");
            return Optional.of(format);
        } catch (BadFormat e) {
            problems.error(word.at(Bytes.toText(bytes.substring(0, e.offset())).length()), e.getMessage(), e.hint());
            return Optional.empty();
        }
    }
}
