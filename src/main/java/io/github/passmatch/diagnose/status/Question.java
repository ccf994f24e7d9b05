package io.github.passmatch.diagnose.status;

import io.github.passmatch.diagnose.explain.ExplainedRequest;
import io.github.passmatch.diagnose.explain.Explanation;
import io.github.passmatch.rules.Bytes;
import io.github.passmatch.rules.Field;
import io.github.passmatch.rules.balance.Balancings;
import io.github.passmatch.rules.server.ProxyConfig;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Holds what a user entered in the form that explains a request, and the answer.
 *
 * @param method  any token
 * @param url     a whole URL, or a path; empty: nothing was asked
 * @param headers one header field per line
 * @param answer  empty if nothing was asked
 */
public record Question(String method, String url, String headers, Optional<Answer> answer) {

    /**
     * The answer to the question.
     *
     * @param sentence   the outcome, or what is wrong with the question
     * @param explanation the whole explanation; empty if the question is wrong
     */
    public record Answer(String sentence, Optional<Explanation> explanation) { }

    public Question {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(headers, "headers");
    }

    /**
     * Answers the question; values that were not entered are null.
     *
     * @param balancings  the balancers in their present state
     * @param contextPath the context path with which {@code url} may begin; empty for the root context
     */
    public static Question of(String method, String url, String headers, ProxyConfig config, Balancings balancings, String contextPath) {
        String asked = method == null || method.isBlank() ? "GET" : method.strip();
        String fields = headers == null ? "" : headers;
        if (url == null || url.isBlank()) return new Question(asked, "", fields, Optional.empty());
        return new Question(asked, url.strip(), fields, Optional.of(answer(asked, url.strip(), fields, config, balancings, contextPath)));
    }

    private static Answer answer(String method, String url, String headers, ProxyConfig config, Balancings balancings, String contextPath) {
        try {
            List<Field> fields = headers.lines().filter(line -> !line.isBlank()).map(Question::field).toList();
            Explanation explanation = Explanation.of(config, balancings, ExplainedRequest.of(method, url, fields).below(contextPath, !url.startsWith("/")));
            return new Answer(explanation.outcome().sentence(), Optional.of(explanation));
        } catch (IllegalArgumentException e) {
            return new Answer(String.valueOf(e.getMessage()), Optional.empty());
        }
    }

    private static Field field(String line) {
        int colon = line.indexOf(':');
        if (colon < 1) throw new IllegalArgumentException("a header field is written as Name: value, not as \"" + line + "\"");
        return new Field(line.substring(0, colon).strip(), Bytes.of(line.substring(colon + 1).strip()));
    }
}
