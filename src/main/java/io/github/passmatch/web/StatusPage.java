package io.github.passmatch.web;

import io.github.passmatch.diagnose.Telemetry;
import io.github.passmatch.diagnose.status.Question;
import io.github.passmatch.diagnose.status.Reload;
import io.github.passmatch.diagnose.status.Status;
import io.github.passmatch.forward.client.ClientView;
import io.github.passmatch.rules.server.Probe;
import io.github.passmatch.rules.server.ProxyConfig;
import io.github.passmatch.rules.target.IpAddress;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Answers requests for the status page: the status in the requested format, the explanation of a request, and a reload for POST. */
final class StatusPage {

    private final LiveConfig live;
    private final Telemetry telemetry;

    StatusPage(LiveConfig live, Telemetry telemetry) {
        this.live = live;
        this.telemetry = telemetry;
    }

    /** Whether the request is answered here and not by a rule, unless the status page has an address of its own ({@code PassmatchStatusListen}). */
    boolean answers(HttpServletRequest clientRequest) {
        return live.current().config().status().listen().isEmpty() && isFor(clientRequest);
    }

    /** Whether the request is for the status page, from a client that may see it, or for a probe. */
    boolean isFor(HttpServletRequest clientRequest) {
        ProxyConfig config = live.current().config();
        String path = RawPath.belowContext(clientRequest);
        return config.status().isAt(path) && StatusAccess.isGranted(clientRequest, config) || config.status().probe(path).isPresent();
    }

    void answer(HttpServletRequest clientRequest, HttpServletResponse clientResponse) throws IOException {
        PageAnswer.protect(clientResponse);
        Optional<Probe> probe = live.current().config().status().probe(RawPath.belowContext(clientRequest));
        if (probe.isPresent()) {
            Probe.Answer answer = probe.get().answer(clientRequest.getMethod(), false);
            answer.allowed().ifPresent(methods -> clientResponse.setHeader("Allow", methods));
            PageAnswer.text(answer.status(), answer.text(), clientResponse);
            return;
        }
        switch (clientRequest.getMethod()) {
            case "GET", "HEAD" -> show(clientRequest, clientResponse);
            case "POST" -> reload(clientRequest, clientResponse);
            default -> PageAnswer.notAllowed(clientResponse);
        }
    }

    private void show(HttpServletRequest clientRequest, HttpServletResponse clientResponse) throws IOException {
        StatusFormat wanted = StatusFormat.of(clientRequest);
        if (wanted == StatusFormat.PROMETHEUS) {
            prometheus(clientResponse);
            return;
        }
        Snapshot snapshot = live.current();
        ProxyConfig config = snapshot.config();
        Question question = Question.of(clientRequest.getParameter("method"), clientRequest.getParameter("url"), clientRequest.getParameter("headers"), config, snapshot.balancings(), ClientView.contextPath(clientRequest));
        if (wanted != StatusFormat.HTML && question.answer().isPresent()) {
            answer(question.answer().get(), wanted, clientResponse);
            return;
        }
        Status status = live.status(telemetry);
        String body = wanted == StatusFormat.HTML ? status.html(question, opened(clientRequest)) : wanted == StatusFormat.JSON ? status.json() : status.text();
        PageAnswer.send(200, wanted.contentType(), body, clientResponse);
    }

    /** The ids of the opened rows. */
    private static Set<String> opened(HttpServletRequest clientRequest) {
        String[] rows = clientRequest.getParameterValues("rule");
        return rows == null ? Set.of() : new HashSet<>(List.of(rows));
    }

    private void prometheus(HttpServletResponse clientResponse) throws IOException {
        Optional<String> figures = telemetry.prometheus();
        if (figures.isPresent()) PageAnswer.send(200, Telemetry.PROMETHEUS_TYPE, figures.get(), clientResponse);
        else PageAnswer.text(404, "The metrics are in a MeterRegistry of the application.\n", clientResponse);
    }

    private static void answer(Question.Answer answer, StatusFormat wanted, HttpServletResponse clientResponse) throws IOException {
        if (answer.explanation().isEmpty()) PageAnswer.text(400, answer.sentence() + "\n", clientResponse);
        else PageAnswer.send(200, wanted.contentType(), wanted == StatusFormat.JSON ? answer.explanation().get().json() : answer.explanation().get().text(), clientResponse);
    }

    private void reload(HttpServletRequest clientRequest, HttpServletResponse clientResponse) throws IOException {
        if (PageAnswer.refusedOtherSite(clientRequest, clientResponse)) return;
        Reload reload = live.reload("POST from " + IpAddress.canonical(clientRequest.getRemoteAddr()));
        StatusFormat wanted = StatusFormat.of(clientRequest);
        if (wanted == StatusFormat.HTML) {
            clientResponse.setStatus(303);
            clientResponse.setHeader("Location", ClientView.contextPath(clientRequest) + RawPath.belowContext(clientRequest));
            clientResponse.setContentLength(0);
        } else {
            PageAnswer.send(reload.outcome() == Reload.Outcome.LOADED ? 200 : 409, wanted == StatusFormat.JSON ? wanted.contentType() : StatusFormat.TEXT.contentType(),
                    wanted == StatusFormat.JSON ? reload.json() : reload.text(), clientResponse);
        }
    }

    static void notFound(HttpServletResponse clientResponse) throws IOException {
        PageAnswer.text(404, "404 Not Found: only the status page is here, for the clients of PassmatchStatusAllow.\n", clientResponse);
    }
}
