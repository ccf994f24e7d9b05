package io.github.passmatch.diagnose.status;

import io.github.passmatch.diagnose.explain.ExplainedRequest;
import io.github.passmatch.diagnose.explain.Explanation;
import io.github.passmatch.rules.Bytes;
import io.github.passmatch.rules.Field;
import io.github.passmatch.rules.server.ProxyConfig;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What somebody typed into the form that asks what becomes of a request, and the answer.
 *
 * @param method  any token
 * @param url     with scheme and host, or from the path on; empty: nothing was asked
 * @param headers a field on each line
 * @param answer  empty if nothing was asked
 */
public record Question(String method, String url, String headers, Optional<Answer> answer) {

    /**
     * What becomes of the request.
     *
     * @param sentence   the outcome, or why the question makes no sense
     * @param explanation in full; empty if it makes none
     */
    public record Answer(String sentence, Optional<Explanation> explanation) { }

    public Question {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(headers, "headers");
    }

    /**
     * Asks; null stands for what was not given.
     *
     * @param contextPath that {@code url} may begin with, as a browser shows it; empty for the root
     */
    public static Question of(String method, String url, String headers, ProxyConfig config, String contextPath) {
        String asked = method == null || method.isBlank() ? "GET" : method.strip();
        String fields = headers == null ? "" : headers;
        if (url == null || url.isBlank()) return new Question(asked, "", fields, Optional.empty());
        return new Question(asked, url.strip(), fields, Optional.of(answer(asked, url.strip(), fields, config, contextPath)));
    }

    private static Answer answer(String method, String url, String headers, ProxyConfig config, String contextPath) {
        try {
            List<Field> fields = headers.lines().filter(line -> !line.isBlank()).map(Question::field).toList();
            Explanation explanation = Explanation.of(config, ExplainedRequest.of(method, url, fields).below(contextPath, !url.startsWith("/")));
            return new Answer(explanation.outcome().sentence(), Optional.of(explanation));
        } catch (IllegalArgumentException e) {
            return new Answer(String.valueOf(e.getMessage()), Optional.empty());
        }
    }

    private static Field field(String line) {
        int colon = line.indexOf(':');
        if (colon < 1) throw new IllegalArgumentException("a field is written Name: value, not \"" + line + "\"");
        return new Field(line.substring(0, colon).strip(), Bytes.of(line.substring(colon + 1).strip()));
    }
}
