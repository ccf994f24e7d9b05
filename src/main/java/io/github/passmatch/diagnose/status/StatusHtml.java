package io.github.passmatch.diagnose.status;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.passmatch.diagnose.figures.Cure;
import io.github.passmatch.diagnose.figures.OpenRequests;
import io.github.passmatch.rules.balance.Choice;
import io.github.passmatch.upstream.outcome.FinishedExchange;
import io.github.passmatch.upstream.outcome.Phase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
    private final Set<String> opened;
    private final Html html = new Html();

    private StatusHtml(Status status, Set<String> opened) {
        this.status = status;
        this.opened = opened;
    }

    static String of(Status status, Question question, Set<String> opened) {
        return new StatusHtml(status, opened).page(question);
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
        html.open("div", "class", "tools");
        html.open("form", "method", "post").element("button", "Reload the configuration", "name", "reload", "value", "1").close();
        html.element("button", "Pause", "id", "pause", "type", "button", "aria-pressed", "false", "hidden", "");
        html.open("nav", "aria-label", "other forms of this page");
        for (String format : new String[] {"JSON", "text", "Prometheus"}) html.element("a", format, "href", "?format=" + format.toLowerCase(Locale.ROOT)).text(" ");
        html.element("a", "Explain a request", "href", "#explain").close();
        html.open("label", "id", "rule-tools", "hidden", "").text("Filter the rules ").empty("input", "id", "filter", "type", "search", "placeholder", "text or state").close();
        html.element("span", "", "id", "link", "role", "status", "class", "bad").close();
        live("rules", this::rules);
        html.open("div", "class", "columns");
        live("open", this::open);
        live("plot", () -> new Plot(status.seconds(), status.at().getEpochSecond()).write(html));
        html.close().open("div", "class", "tools", "id", "recent-tools", "hidden", "");
        html.open("label").text("Latest exchanges of rule ").empty("input", "id", "of-rule", "size", "4", "inputmode", "numeric").close();
        html.open("label").empty("input", "id", "only-new", "type", "checkbox").text(" only new connections").close();
        html.open("label").empty("input", "id", "only-failed", "type", "checkbox").text(" only failed").close().close();
        live("recent", this::recent);
        explain(question);
        html.close().verbatim("script", SCRIPT);
        return html.close().close().toString();
    }

    /** The head of a page and its first heading; then the main element, the body and the page are open. */
    static void begin(String title, Html html) {
        html.open("html", "lang", "en").open("head");
        html.empty("meta", "charset", "utf-8").empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1").element("title", title).empty("link", "rel", "icon", "href", "data:,").verbatim("style", STYLE).close();
        html.open("body").open("header").element("h1", title).close().open("main");
    }

    private void live(String id, Runnable content) {
        html.open("section", "id", id, "data-live", "");
        content.run();
        html.close();
    }

    private void summary() {
        Reload reload = status.reload();
        About about = status.about();
        html.element("p", "Passmatch " + about.version() + ", Java " + Runtime.version().feature() + ", up " + Figures.age(Duration.between(about.started(), status.at()).toMillis() / 1e3) + ". Status at "
                + Figures.clock(status.at().toEpochMilli()) + ". This page is for " + about.audience() + ".", "class", "dim");
        html.open("p").text("Configuration" + about.file().map(file -> " " + file).orElse("") + about.changed().map(changed -> ", file changed at " + time(changed)).orElse("") + ": ");
        html.element("span", reload.toString(), "class", reload.outcome() == Reload.Outcome.LOADED ? "good" : "bad").close();
        if (reload.outcome() == Reload.Outcome.LOADED) findings(about.findings());
        else reload.problems().forEach(problem -> RuleHtml.problem(problem, html));
        counts();
    }

    private static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** Those without a rule; the others are at their rule. */
    private void findings(List<About.Found> findings) {
        if (findings.isEmpty()) return;
        Set<String> lines = Stream.concat(status.rules().stream(), status.members().stream()).map(row -> row.rule().place().fileAndLine()).collect(Collectors.toSet());
        List<About.Found> others = findings.stream().filter(found -> !lines.contains(found.place().fileAndLine())).toList();
        Map<String, Long> bySeverity = findings.stream().collect(Collectors.groupingBy(About.Found::severity, TreeMap::new, Collectors.counting()));
        String words = bySeverity.entrySet().stream().map(entry -> entry.getValue() + " " + entry.getKey() + (entry.getValue() == 1 ? "" : "s")).collect(Collectors.joining(", "));
        html.open("details", "id", "findings").element("summary", "Findings: " + words);
        if (others.size() < findings.size()) html.element("p", findings.size() - others.size() + " of them are in the details of their rules.");
        others.forEach(found -> RuleHtml.problem(found.printed(), html));
        html.close();
    }

    /** {@code 1 failing, 3 fine}. */
    private void counts() {
        Map<RuleState.Kind, Long> kinds = Stream.concat(status.rules().stream(), status.members().stream())
                .map(row -> RuleState.of(row, row.figures().flatMap(figures -> figures.activity().latest(status.at().toEpochMilli())), status).kind())
                .collect(Collectors.groupingBy(kind -> kind, TreeMap::new, Collectors.counting()));
        html.open("p", "class", "counts");
        kinds.forEach((kind, count) -> html.element("span", count + " " + kind.words(), "class", kind.tone()).text(" "));
        html.close();
    }

    private void rules() {
        RuleTable table = new RuleTable(status, opened, html);
        table.write("Rules, in the order of matching", status.rules());
        if (!status.members().isEmpty()) table.write("Members of balancers", status.members());
        if (!status.names().isEmpty()) names();
        if (status.withoutRule().isEmpty()) return;
        html.open("details", "id", "without-rule").element("summary", "Requests without a matching rule: " + status.withoutRule().values().stream().mapToLong(Long::longValue).sum());
        RuleHtml.reasons("answered by the proxy itself", CountedReason.ownAnswers(status.withoutRule()), html);
        html.close();
    }

    private void names() {
        html.element("h2", "Names of members").open("ul", "id", "names");
        for (NameRow row : status.names()) html.open("li").element("code", row.title()).text(" ").element("span", row.text(), "class", row.isGood() ? "good" : "bad").close();
        html.close();
    }

    /** What hangs now is at the top. */
    private void open() {
        html.element("h2", "In progress");
        if (status.open().isEmpty()) {
            html.element("p", "No request.", "class", "dim");
            return;
        }
        head("age", "rule", "request", "phase", "client");
        for (OpenRequests.Seen seen : status.open()) {
            html.open("tr");
            cell("age", Figures.age(seen.ageNanos() / 1e9));
            cell("rule", String.valueOf(seen.request().rule().number()));
            wide("request", seen.request().method() + " " + seen.request().path());
            cell("phase", seen.request().phase() == Phase.BODY ? "passing on the response" : seen.request().phase().doing());
            cell("client", seen.request().client());
            html.close();
        }
        html.close().close();
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

    private void head(String... names) {
        html.open("table").open("thead").open("tr");
        for (String name : names) html.element("th", name, "scope", "col");
        html.close().close().open("tbody");
    }

    private void recent() {
        html.element("h2", "Latest exchanges");
        head("time", "rule", "request", "status", "duration", "connection", "result");
        for (FinishedExchange exchange : status.recent()) exchange(exchange);
        html.close().close();
        if (status.recent().isEmpty()) html.element("p", "none yet", "class", "dim");
    }

    private void exchange(FinishedExchange exchange) {
        html.open("tr", "data-rule", exchange.rule() == null ? "-" : String.valueOf(exchange.rule().number()), "data-new", String.valueOf(exchange.lease() != null && !exchange.lease().reused()),
                "data-failed", String.valueOf(exchange.failure() != null || exchange.status() >= 500));
        cell("time", Figures.clock(exchange.endedMillis()));
        cell("rule", exchange.rule() == null ? "-" : exchange.rule().number() + exchange.memberChoice().flatMap(Choice::member).map(member -> ", member " + member.rule().number()).orElse(""));
        wide("request", exchange.method() + " " + exchange.path());
        cell("status", String.valueOf(exchange.status()));
        cell("duration", Figures.millis(exchange.times().total()));
        html.element("td", Figures.lease(exchange), "data-name", "connection", "class", exchange.lease() != null && exchange.lease().reused() ? "good" : "");
        wide("result", exchange.memberChoice().map(choice -> choice.sentence() + "; ").orElse("") + Figures.result(exchange) + Cure.of(exchange).map(hint -> "; what helps: " + hint).orElse(""));
        html.close();
    }

    private void cell(String name, String text) {
        html.element("td", text, "data-name", name);
    }

    /** A cell whose text may be broken anywhere. */
    private void wide(String name, String text) {
        html.element("td", text, "data-name", name, "class", "wide");
    }
}
