package io.github.passmatch.diagnose.status;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.passmatch.diagnose.figures.Cure;
import io.github.passmatch.rules.balance.Choice;
import io.github.passmatch.upstream.outcome.FinishedExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * Writes the status page as HTML. The page is complete without JavaScript; a script replaces the parts marked {@code data-live} every two seconds. Nothing is
 * loaded from another server, and {@link #POLICY} forbids it.
 */
final class StatusHtml {

    private static final String STYLE = resource("status.css");
    private static final String SCRIPT = resource("status.js");
    /** {@code Content-Security-Policy}: allows the style sheet and the script of this page by their hashes, and nothing else. */
    static final String POLICY = "default-src 'none'; style-src " + hash(STYLE) + "; script-src " + hash(SCRIPT)
            + "; img-src data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private final Status status;
    private final Html html = new Html();

    private StatusHtml(Status status) {
        this.status = status;
    }

    static String of(Status status, Question question) {
        return new StatusHtml(status).page(question);
    }

    private static String resource(String name) {
        try (InputStream in = StatusHtml.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash(String text) {
        try {
            return "'sha256-" + Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8))) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private String page(Question question) {
        begin("Passmatch", html);
        live("summary", this::summary);
        live("plot", () -> new Plot(status.seconds(), status.at().getEpochSecond()).write(html));
        live("rules", this::rules);
        explain(question);
        live("recent", this::recent);
        html.verbatim("script", SCRIPT);
        return html.close().close().toString();
    }

    /** The head of a page, and its first heading. */
    static void begin(String title, Html html) {
        html.open("html", "lang", "en").open("head");
        html.empty("meta", "charset", "utf-8").empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1").element("title", title).empty("link", "rel", "icon", "href", "data:,").verbatim("style", STYLE).close();
        html.open("body").element("h1", title);
    }

    private void live(String id, Runnable content) {
        html.open("section", "id", id, "data-live", "");
        content.run();
        html.close();
    }

    private void summary() {
        html.element("p", "status at " + Figures.clock(status.at().toEpochMilli()), "class", "dim");
        reload(status.reload());
        html.open("form", "method", "post").element("button", "Reload the configuration", "name", "reload", "value", "1").close();
    }

    private void reload(Reload reload) {
        html.open("div", "class", "card").element("p", "Configuration " + reload, "class", reload.outcome() == Reload.Outcome.LOADED ? "good" : "bad");
        reload.problems().forEach(this::problem);
        html.close();
    }

    /** Message, line, caret and hint. The line may be wider than the screen; message and hint are not. */
    private void problem(String printed) {
        String[] lines = printed.split("\n", 3);
        html.element("p", lines[0]);
        if (lines.length < 3) return;
        int caret = lines[2].indexOf('^') + 1;
        html.element("pre", lines[1] + "\n" + lines[2].substring(0, caret), "class", "lines");
        html.element("p", lines[2].substring(caret).strip(), "class", "dim");
    }

    private void rules() {
        html.element("h2", "Rules");
        for (Status.Row row : status.rules()) RuleHtml.write(row, status, html);
        if (!status.members().isEmpty()) html.element("h2", "Members of balancers");
        for (Status.Row row : status.members()) RuleHtml.write(row, status, html);
        if (status.withoutRule().isEmpty()) return;
        html.open("article", "class", "card").element("h3", "Requests without a matching rule");
        RuleHtml.reasons("answered by the proxy itself", CountedReason.ownAnswers(status.withoutRule()), html);
        html.close();
    }

    private void explain(Question question) {
        html.element("h2", "Explain a request", "id", "explain").open("form", "method", "get", "class", "card");
        html.open("label").text("Method").empty("input", "name", "method", "value", question.method(), "size", "8").close();
        html.open("label").text("URL or path").empty("input", "name", "url", "value", question.url(), "class", "url").close();
        html.open("label").text("Header fields, one per line").element("textarea", question.headers(), "name", "headers", "rows", "2").close();
        html.element("button", "Explain");
        question.answer().ifPresent(this::answer);
        html.close();
    }

    private void answer(Question.Answer answer) {
        html.open("div", "id", "answer").element("p", answer.sentence(), "class", answer.explanation().isPresent() ? "good" : "bad");
        answer.explanation().ifPresent(explanation -> html.element("pre", explanation.text()));
        html.close();
    }

    private void recent() {
        html.element("h2", "Latest exchanges").open("table").open("thead").open("tr");
        for (String name : new String[] {"time", "rule", "request", "status", "duration", "connection", "result"}) html.element("th", name);
        html.close().close().open("tbody");
        for (FinishedExchange exchange : status.recent()) exchange(exchange);
        html.close().close();
        if (status.recent().isEmpty()) html.element("p", "none yet", "class", "dim");
    }

    private void exchange(FinishedExchange exchange) {
        html.open("tr");
        cell("time", Figures.clock(exchange.endedMillis()));
        cell("rule", exchange.rule() == null ? "-" : exchange.rule().number() + exchange.memberChoice().flatMap(Choice::member).map(member -> ", member " + member.rule().number()).orElse(""));
        cell("request", exchange.method() + " " + exchange.path());
        cell("status", String.valueOf(exchange.status()));
        cell("duration", Figures.millis(exchange.times().total()));
        html.element("td", Figures.lease(exchange), "data-name", "connection", "class", exchange.lease() != null && exchange.lease().reused() ? "good" : "");
        cell("result", exchange.memberChoice().map(choice -> choice.sentence() + "; ").orElse("") + Figures.result(exchange) + Cure.of(exchange).map(hint -> "; what helps: " + hint).orElse(""));
        html.close();
    }

    private void cell(String name, String text) {
        html.element("td", text, "data-name", name);
    }
}
