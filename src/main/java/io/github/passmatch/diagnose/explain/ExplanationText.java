package io.github.passmatch.diagnose.explain;

import io.github.passmatch.diagnose.figures.Cure;
import io.github.passmatch.rules.balance.Choice;
import io.github.passmatch.rules.environment.ProxyVariable;
import io.github.passmatch.rules.environment.RequestFacts;
import io.github.passmatch.rules.server.Section;
import java.util.List;

/** Writes an explanation as text for a terminal. */
final class ExplanationText {

    private final Explanation explanation;
    private final StringBuilder out = new StringBuilder();

    ExplanationText(Explanation explanation) {
        this.explanation = explanation;
    }

    String render() {
        RequestFacts request = explanation.request();
        out.append(request.method()).append(' ').append(request.path()).append(request.query() == null ? "" : "?" + request.query()).append(" at ").append(explanation.server()).append('\n');
        heading("rules tried");
        if (explanation.tried().isEmpty()) out.append("  none\n");
        explanation.tried().forEach(this::tried);
        list("redirects and rewriting", explanation.steps());
        list("sections that apply", explanation.sections().stream().map(ExplanationText::section).toList());
        list("variables", explanation.variables().stream().map(ProxyVariable::httpdName).toList());
        heading("outcome");
        out.append("  ").append(explanation.outcome().sentence()).append('\n');
        explanation.nearest().ifPresent(similar -> out.append("  nearest: ").append(similar).append('\n'));
        if (explanation.outcome() instanceof Outcome.Forwarded forwarded) forwarded(forwarded);
        return out.toString();
    }

    private void heading(String title) {
        out.append('\n').append(title).append('\n');
    }

    private void list(String title, List<String> lines) {
        if (lines.isEmpty()) return;
        heading(title);
        lines.forEach(line -> out.append("  ").append(line).append('\n'));
    }

    private void tried(TriedRule tried) {
        out.append("  ").append(tried.rule().number()).append("  ").append(tried.rule().place().fileAndLine()).append("  ").append(tried.rule());
        tried.section().ifPresent(section -> out.append("  in ").append(section));
        out.append("\n       ").append(tried.why()).append('\n');
        for (int i = 0; i < tried.captures().size(); i++) out.append("       $").append(i).append(" = ").append(tried.captures().get(i)).append('\n');
    }

    private static String section(Section section) {
        return section.place().fileAndLine() + "  " + section.name();
    }

    private void forwarded(Outcome.Forwarded forwarded) {
        forwarded.choice().ifPresent(this::choice);
        heading("connection");
        out.append("  ").append(forwarded.reuse()).append('\n');
        Cure.of(forwarded.reuse()).ifPresent(hint -> out.append("  what helps, if reuse is wanted: ").append(hint).append('\n'));
        explanation.requestObstacle().ifPresent(reason -> out.append("  this request: ").append(reason.sentence()).append("; what helps: ").append(Cure.of(reason)).append('\n'));
        heading("parameters in force");
        int widest = forwarded.parameters().stream().mapToInt(parameter -> assignment(parameter).length()).max().orElse(0);
        for (EffectiveParameter parameter : forwarded.parameters())
            out.append("  ").append(padded(assignment(parameter), widest)).append("  ").append(parameter.origin()).append('\n');
        heading("what the upstream sees");
        forwarded.shownHead().forEach(line -> out.append("  ").append(line).append('\n'));
    }

    private void choice(Choice choice) {
        heading("member of " + choice.balancer().url() + " (" + choice.balancer().place().fileAndLine() + ")");
        choice.member().ifPresent(member -> out.append("  ").append(member).append(" (").append(member.place().fileAndLine()).append(")\n"));
        out.append("  ").append(choice.sentence()).append('\n');
        choice.skips().forEach(skip -> out.append("  ").append(skip).append('\n'));
    }

    private static String assignment(EffectiveParameter parameter) {
        return parameter.name() + " = " + parameter.value();
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(width - text.length());
    }
}
