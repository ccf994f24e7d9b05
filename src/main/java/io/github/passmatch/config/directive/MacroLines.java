package io.github.passmatch.config.directive;

import io.github.passmatch.config.draft.ConfigDraft;
import io.github.passmatch.config.draft.LineContext;
import io.github.passmatch.config.draft.Macro;
import io.github.passmatch.config.problem.ConfigSource;
import io.github.passmatch.config.problem.Finding;
import io.github.passmatch.config.problem.Hints;
import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.config.text.Line;
import io.github.passmatch.config.text.Word;
import io.github.passmatch.rules.Place;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads {@code <Macro>}, {@code Use} and {@code UndefMacro}. */
public final class MacroLines {

    /** Total length of the lines of all uses, because macros that use others can grow without limit. */
    private static final int LONGEST = 16 << 20;

    private MacroLines() { }

    /**
     * Stores a macro.
     *
     * @param arguments name and parameters
     * @param body      the lines; empty: the section is never closed
     */
    public static void define(Place place, List<Word> arguments, Optional<String> body, ConfigDraft config) {
        Problems problems = config.problems;
        if (body.isEmpty()) problems.error(place, "<Macro> is never closed", "write </Macro> after the last line of the section");
        if (arguments.isEmpty()) problems.error(place, "<Macro> needs a name", "write <Macro Name $parameter>");
        if (body.isEmpty() || arguments.isEmpty()) return;
        List<String> parameters = arguments.stream().skip(1).map(Word::text).toList();
        Set<String> seen = new HashSet<>();
        for (Word word : arguments.subList(1, arguments.size())) {
            if (word.text().isEmpty()) problems.error(word.place(), "a parameter of a macro needs a name", "");
            if (!seen.add(word.text())) problems.error(word.place(), "the macro has two parameters with the name " + word.text(), "");
        }
        String name = arguments.get(0).text();
        if (parameters.stream().noneMatch(String::isEmpty)) config.macros.put(key(name), new Macro(name, place, parameters, body.get()));
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    static void use(Line line, LineContext context) {
        ConfigDraft config = context.config();
        if (line.count() == 0) {
            context.problems().error(line.end(), "Use needs the name of a macro", "");
            return;
        }
        Word name = line.argument(0);
        Macro macro = config.macros.get(key(name.text()));
        if (macro == null) {
            String near = Hints.didYouMean(name.text(), config.macros.values().stream().map(Macro::name).toList());
            context.problems().error(Finding.MISTAKE, name.place(), "no <Macro> before this line has the name " + name.text(), near.isEmpty() ? "include the file that defines the macro; its lines may restrict access" : near);
            return;
        }
        List<String> values = line.arguments().stream().skip(1).map(Word::text).toList();
        String where = "macro " + macro.name() + " (" + macro.place().fileAndLine() + ")";
        if (values.size() != macro.parameters().size()) {
            context.problems().error(line.end(), where + " takes " + macro.parameters().size() + " arguments, not " + values.size(), "");
        } else if (config.openMacros.contains(key(name.text()))) {
            context.problems().error(name.place(), where + " uses itself", "");
        } else {
            read(macro, macro.filled(values), where + " used in " + line.place().fileAndLine(), line, context);
        }
    }

    private static void read(Macro macro, String text, String name, Line line, LineContext context) {
        ConfigDraft config = context.config();
        config.macroText += text.length();
        if (config.macroText > LONGEST) {
            context.problems().error(line.place(), "the lines of all macros are too long", "");
            return;
        }
        config.openMacros.push(key(macro.name()));
        context.inclusion().read(new ConfigSource(name, text, context.inclusion().directory()));
        config.openMacros.pop();
    }

    static void undefine(Line line, LineContext context) {
        line.onlyArgument(context.problems()).ifPresent(name -> {
            if (context.config().macros.remove(key(name.text())) == null) context.problems().error(name.place(), "no <Macro> before this line has the name " + name.text(), "");
        });
    }
}
