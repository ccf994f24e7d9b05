package io.github.passmatch.diagnose.explain;

import io.github.passmatch.diagnose.figures.Cure;
import io.github.passmatch.diagnose.figures.Json;
import io.github.passmatch.rules.Place;
import io.github.passmatch.rules.balance.Choice;
import io.github.passmatch.rules.connection.ReuseDecision;
import io.github.passmatch.rules.environment.ProxyVariable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Turns an explanation into maps and lists that {@link Json} writes. */
final class ExplanationJson {

    private ExplanationJson() { }

    static Map<String, Object> of(Explanation explanation) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("method", explanation.request().method());
        out.put("path", explanation.request().path());
        out.put("query", explanation.request().query());
        out.put("server", explanation.server());
        out.put("tried", explanation.tried().stream().map(ExplanationJson::tried).toList());
        out.put("steps", explanation.steps());
        out.put("sections", explanation.sections().stream().map(section -> placed(section.place(), "section", section.name())).toList());
        out.put("variables", explanation.variables().stream().map(ProxyVariable::httpdName).toList());
        out.put("forwarded", explanation.outcome() instanceof Outcome.Forwarded);
        out.put("outcome", explanation.outcome().sentence());
        explanation.nearest().ifPresent(similar -> out.put("nearest", similar));
        if (explanation.outcome() instanceof Outcome.Forwarded forwarded) put(forwarded, explanation, out);
        return out;
    }

    private static Map<String, Object> tried(TriedRule tried) {
        Map<String, Object> out = placed(tried.rule().place(), "rule", tried.rule().toString());
        out.put("number", tried.rule().number());
        tried.section().ifPresent(section -> out.put("section", section));
        out.put("matches", tried.matches());
        out.put("why", tried.why());
        out.put("captures", tried.captures());
        return out;
    }

    private static void put(Outcome.Forwarded forwarded, Explanation explanation, Map<String, Object> out) {
        out.put("url", forwarded.target().toString());
        forwarded.choice().ifPresent(choice -> out.put("member", member(choice)));
        out.put("connection", reuse(forwarded.reuse(), explanation));
        out.put("parameters", forwarded.parameters().stream().map(ExplanationJson::parameter).toList());
        List<String> head = forwarded.shownHead();
        out.put("requestLine", head.get(0));
        out.put("fields", head.subList(1, head.size()));
    }

    private static Map<String, Object> member(Choice choice) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("balancer", choice.balancer().url());
        out.put("url", choice.member().map(Object::toString));
        out.put("choice", choice.sentence());
        out.put("skipped", choice.skips().stream().map(Object::toString).toList());
        return out;
    }

    private static Map<String, Object> reuse(ReuseDecision reuse, Explanation explanation) {
        Map<String, Object> out = cause(reuse);
        out.put("pooled", reuse.pooled());
        out.put("sentence", reuse.sentence());
        out.put("also", reuse.also().stream().map(ExplanationJson::cause).toList());
        out.put("ofRequest", explanation.requestObstacle().map(reason -> reason.sentence() + "; what helps: " + Cure.of(reason)));
        out.put("hint", Cure.of(reuse));
        return out;
    }

    private static Map<String, Object> cause(ReuseDecision reuse) {
        return placed(reuse.place(), "cause", reuse.cause().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    private static Map<String, Object> parameter(EffectiveParameter parameter) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("name", parameter.name());
        out.put("value", parameter.value());
        out.put("origin", parameter.origin());
        return out;
    }

    private static Map<String, Object> placed(Place place, String key, String value) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put(key, value);
        out.put("file", place.file());
        out.put("line", place.line());
        out.put("column", place.column());
        return out;
    }
}
