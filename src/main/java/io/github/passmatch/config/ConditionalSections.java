package io.github.passmatch.config;

import io.github.passmatch.config.draft.ConditionalDraft;
import io.github.passmatch.config.draft.ConfigDraft;
import io.github.passmatch.config.draft.LineContext;
import io.github.passmatch.config.draft.ScopeDraft;
import io.github.passmatch.config.draft.SectionDraft;
import io.github.passmatch.config.text.Expressions;
import io.github.passmatch.config.text.Word;
import io.github.passmatch.rules.expression.Condition;
import java.util.Locale;
import java.util.Optional;

/** Opens {@code <If>}, {@code <ElseIf>} and {@code <Else>}. */
final class ConditionalSections {

    private ConditionalSections() { }

    static boolean isOne(SectionHeader header) {
        return header.is("If") || header.is("ElseIf") || header.is("Else");
    }

    /** The context for the lines of the section; empty after an error was reported. */
    static Optional<LineContext> open(SectionHeader header, LineContext outer, ConfigDraft config) {
        ScopeDraft scope = outer.scope();
        boolean first = header.is("If");
        boolean last = header.is("Else");
        Optional<Condition> earlier = first ? Optional.empty() : scope.earlierConditions;
        if (!first && earlier.isEmpty()) {
            config.problems.error(header.place(), "<" + header.name() + "> has no <If> before it in the same section", "");
            return Optional.empty();
        }
        Optional<Condition> own = last ? Optional.of(new Condition.Constant(true)) : condition(header, config);
        if (last && !header.arguments().isEmpty()) config.problems.error(header.arguments().get(0).place(), "<Else> takes no condition", "write <ElseIf \"condition\">");
        if (own.isEmpty()) return Optional.empty();
        Condition condition = earlier.<Condition>map(before -> new Condition.And(new Condition.Not(before), own.get())).orElse(own.get());
        scope.earlierConditions = last ? Optional.empty() : Optional.of(earlier.<Condition>map(before -> new Condition.Or(before, own.get())).orElse(own.get()));
        ScopeDraft inner = new ScopeDraft(config.problems, config.variables.environment());
        Word argument = header.arguments().isEmpty() ? new Word(header.name(), header.place()) : header.arguments().get(0);
        String name = "<" + header.name() + (last ? "" : " \"" + argument.text() + "\"") + ">";
        scope.conditionals.add(new ConditionalDraft(name, header.place(), condition, inner));
        return Optional.of(new LineContext(outer.server(), Optional.of(new SectionDraft(kind(header), header.place(), argument, inner)), outer.inclusion()));
    }

    private static SectionDraft.Kind kind(SectionHeader header) {
        return SectionDraft.Kind.valueOf(header.name().toUpperCase(Locale.ROOT));
    }

    private static Optional<Condition> condition(SectionHeader header, ConfigDraft config) {
        if (header.arguments().isEmpty()) config.problems.error(header.end(), "<" + header.name() + "> needs a condition", "write <" + header.name() + " \"%{REQUEST_METHOD} == 'POST'\">");
        else if (header.arguments().size() > 1) config.problems.error(header.arguments().get(1).place(), "<" + header.name() + "> takes one argument", "put the condition in quotes");
        else return Expressions.condition(header.arguments().get(0), 0, config.problems);
        return Optional.empty();
    }
}
