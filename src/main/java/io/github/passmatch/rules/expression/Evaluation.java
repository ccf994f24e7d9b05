package io.github.passmatch.rules.expression;

import io.github.passmatch.rules.environment.EnvironmentCondition;
import io.github.passmatch.rules.environment.RequestContext;
import io.github.passmatch.rules.regex.Pcre;
import java.util.regex.Matcher;

/** The evaluation of one expression for one request, or for the response of one health check: the data, and the groups of the last regular expression that matched. */
public final class Evaluation {

    private final RequestContext context;
    private final Pcre.Steps steps;
    private final ResponseFacts response;       // null except for a health check
    private Matcher match;
    private String subject = "";

    public Evaluation(RequestContext context) {
        this(context, new Pcre.Steps(Pcre.MAX_STEPS));
    }

    /** @param steps the steps of regular expressions that are left for the request */
    public Evaluation(RequestContext context, Pcre.Steps steps) {
        this(context, steps, null);
    }

    /** For an expression that {@link ExpressionReader#ofResponse} has read. */
    public Evaluation(RequestContext context, ResponseFacts response) {
        this(context, new Pcre.Steps(Pcre.MAX_STEPS), response);
    }

    private Evaluation(RequestContext context, Pcre.Steps steps, ResponseFacts response) {
        this.context = context;
        this.steps = steps;
        this.response = response;
    }

    RequestContext context() {
        return context;
    }

    /** Not null for an expression of a health check: no other expression asks for the response. */
    ResponseFacts response() {
        return response;
    }

    boolean finds(Pcre regex, String text) throws Pcre.TooMuchWork {
        Matcher found = regex.find(text, steps);
        if (found == null) return false;
        match = found;
        subject = text;
        return true;
    }

    /** The last match of a regular expression; null if there is none. */
    public Matcher lastMatch() {
        return match;
    }

    /** The groups of the last match. */
    public EnvironmentCondition.Groups groups() {
        return new EnvironmentCondition.Groups(match, subject);
    }

    /** The text of a group of the last match; empty if there is none. */
    String group(int number) {
        if (match == null || number > match.groupCount() || match.start(number) < 0) return "";
        return subject.substring(match.start(number), match.end(number));
    }
}
