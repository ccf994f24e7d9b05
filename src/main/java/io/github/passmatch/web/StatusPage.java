package io.github.passmatch.web;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import java.util.Optional;

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
        return StatusAccess.isGranted(clientRequest, live.current().config()) || probe(RawPath.belowContext(clientRequest)).isPresent();
    }

    /** @param path the raw path of a request, relative to the context path */
    Optional<Probe> probe(String path) {
        return live.current().config().status().probe(path);
    }

    void answer(HttpServletRequest clientRequest, HttpServletResponse clientResponse) throws IOException {
        protect(clientResponse);
        Optional<Probe> probe = probe(RawPath.belowContext(clientRequest));
        if (probe.isPresent()) {
            send(probe.get().status(false), StatusFormat.TEXT.contentType(), probe.get().text(false), clientResponse);
            return;
        }
        switch (clientRequest.getMethod()) {
            case "GET", "HEAD" -> show(clientRequest, clientResponse);
            case "POST" -> reload(clientRequest, clientResponse);
            default -> {
                clientResponse.setHeader("Allow", "GET, HEAD, POST");
                send(405, StatusFormat.TEXT.contentType(), "405 Method Not Allowed\n", clientResponse);
            }
        }
    }

    static void protect(HttpServletResponse clientResponse) {
        clientResponse.setHeader("Content-Security-Policy", Status.POLICY);
        clientResponse.setHeader("X-Content-Type-Options", "nosniff");
        clientResponse.setHeader("Referrer-Policy", "same-origin");
        clientResponse.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        clientResponse.setHeader("Cache-Control", "no-store");
        clientResponse.setHeader("Vary", "Accept");
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
        String body = wanted == StatusFormat.HTML ? status.html(question) : wanted == StatusFormat.JSON ? status.json() : status.text();
        send(200, wanted.contentType(), body, clientResponse);
    }

    private void prometheus(HttpServletResponse clientResponse) throws IOException {
        Optional<String> figures = telemetry.prometheus();
        if (figures.isPresent()) send(200, Telemetry.PROMETHEUS_TYPE, figures.get(), clientResponse);
        else send(404, StatusFormat.TEXT.contentType(), "The metrics are in a MeterRegistry of the application.\n", clientResponse);
    }

    private static void answer(Question.Answer answer, StatusFormat wanted, HttpServletResponse clientResponse) throws IOException {
        if (answer.explanation().isEmpty()) send(400, StatusFormat.TEXT.contentType(), answer.sentence() + "\n", clientResponse);
        else send(200, wanted.contentType(), wanted == StatusFormat.JSON ? answer.explanation().get().json() : answer.explanation().get().text(), clientResponse);
    }

    private void reload(HttpServletRequest clientRequest, HttpServletResponse clientResponse) throws IOException {
        if (isFromOtherSite(clientRequest)) {
            send(403, StatusFormat.TEXT.contentType(), "403 Forbidden: the request comes from a page of another site\n", clientResponse);
            return;
        }
        Reload reload = live.reload("POST from " + IpAddress.canonical(clientRequest.getRemoteAddr()));
        StatusFormat wanted = StatusFormat.of(clientRequest);
        if (wanted == StatusFormat.HTML) {
            clientResponse.setStatus(303);
            clientResponse.setHeader("Location", ClientView.contextPath(clientRequest) + RawPath.belowContext(clientRequest));
            clientResponse.setContentLength(0);
        } else {
            send(reload.outcome() == Reload.Outcome.LOADED ? 200 : 409, wanted == StatusFormat.JSON ? wanted.contentType() : StatusFormat.TEXT.contentType(),
                    wanted == StatusFormat.JSON ? reload.json() : reload.text(), clientResponse);
        }
    }

    /** A form in a page of another site can make a browser send a POST; browsers send the origin (Fetch; older ones RFC 6454). */
    static boolean isFromOtherSite(HttpServletRequest clientRequest) {
        String site = clientRequest.getHeader("Sec-Fetch-Site");
        if (site != null) return !site.equals("same-origin") && !site.equals("none");
        String origin = clientRequest.getHeader("Origin");
        return origin != null && !origin.equals(ClientView.scheme(clientRequest) + "://" + clientRequest.getHeader("Host"));
    }

    static void notFound(HttpServletResponse clientResponse) throws IOException {
        send(404, StatusFormat.TEXT.contentType(), "404 Not Found: only the status page is here, for the clients of PassmatchStatusAllow.\n", clientResponse);
    }

    static void send(int status, String contentType, String body, HttpServletResponse clientResponse) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        clientResponse.setStatus(status);
        clientResponse.setHeader("Content-Type", contentType);
        clientResponse.setContentLength(bytes.length);
        clientResponse.getOutputStream().write(bytes);
    }
}
