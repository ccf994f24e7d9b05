package io.github.passmatch.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.passmatch.diagnose.status.ManagerPage;
import io.github.passmatch.rules.balance.Balancer;
import io.github.passmatch.rules.balance.Balancing;
import io.github.passmatch.rules.balance.Balancings;
import io.github.passmatch.rules.balance.ChangeForm;
import io.github.passmatch.rules.server.Audience;
import io.github.passmatch.rules.server.RoutingDecision;
import io.github.passmatch.rules.target.IpAddress;
import io.github.passmatch.upstream.log.Loggers;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;

/**
 * Answers requests for the balancer-manager ({@code SetHandler balancer-manager}): GET shows the balancers, POST changes them. A change needs the nonce of the balancer, and the request must come
 * from a page of this host. Without lines that restrict access, only clients on this machine are answered.
 */
final class BalancerManager {

    private static final Logger LOG = Loggers.of("passmatch");
    private static final int NONCE_BYTES = 16;
    private static final String READ_ONLY = "None";
    private static final Audience THIS_MACHINE = new Audience(false, true, List.of());

    private final LiveConfig live;
    private final Map<String, String> nonces = new ConcurrentHashMap<>();

    BalancerManager(LiveConfig live) {
        this.live = live;
    }

    void answer(RoutingDecision decision, HttpServletRequest clientRequest, HttpServletResponse clientResponse) throws IOException {
        PageAnswer.protect(clientResponse);
        if (!isGranted(decision, clientRequest)) {
            PageAnswer.text(403, "403 Forbidden: no Require line restricts access to the balancer-manager, so only clients on this machine can use it\n", clientResponse);
            return;
        }
        switch (clientRequest.getMethod()) {
            case "GET", "HEAD" -> show(Optional.empty(), Optional.empty(), clientRequest, clientResponse);
            case "POST" -> change(decision, clientRequest, clientResponse);
            default -> PageAnswer.notAllowed(clientResponse);
        }
    }

    /** Access by lines of the configuration was decided before. */
    private boolean isGranted(RoutingDecision decision, HttpServletRequest clientRequest) {
        return !decision.scope().access().isEmpty() || StatusAccess.admits(THIS_MACHINE, clientRequest, live.current().config());
    }

    private void change(RoutingDecision decision, HttpServletRequest clientRequest, HttpServletResponse clientResponse) throws IOException {
        if (PageAnswer.refusedOtherSite(clientRequest, clientResponse)) return;
        Map<String, String> form = form(clientRequest);
        String id = form.getOrDefault("b", "");
        Optional<String> refusal = refusal(id, form.getOrDefault("nonce", ""), clientRequest);
        if (refusal.isPresent()) {
            show(Optional.empty(), refusal, clientRequest, clientResponse);
            return;
        }
        ChangeForm.Outcome outcome = live.change(balancings -> ChangeForm.apply(form, balancings, id, System.currentTimeMillis()));
        if (outcome.rejected().isPresent()) LOG.warn("balancer-manager: balancer://{} gets no member {}: {}", id, printable(form.getOrDefault("b_nwrkr", "")), outcome.rejected().get());
        if (!outcome.done().isEmpty()) {
            String user = decision.environment().userOr(decision.request());
            LOG.info("balancer-manager: {}{} has changed balancer://{}{}: {}", IpAddress.canonical(clientRequest.getRemoteAddr()), user == null ? "" : " (user " + printable(user) + ")", id,
                    form.getOrDefault("w", "").isEmpty() ? "" : " " + printable(form.get("w")), String.join(", ", outcome.done()));
        }
        show(Optional.of(outcome), Optional.empty(), clientRequest, clientResponse);
    }

    private static String printable(String text) {
        return text.replaceAll("[^ -~]", "?");
    }

    private static Map<String, String> form(HttpServletRequest clientRequest) {
        Map<String, String> form = new HashMap<>();
        clientRequest.getParameterMap().forEach((name, values) -> form.put(name, values[values.length - 1]));
        return form;
    }

    /** Why a form is not obeyed. As in httpd, the page is shown all the same. */
    private Optional<String> refusal(String id, String nonce, HttpServletRequest clientRequest) {
        Optional<Balancing> balancing = live.current().balancings().find(id);
        if (balancing.isEmpty()) return Optional.of("b= names no balancer");
        Optional<String> expected = nonce(balancing.get().balancer());
        if (expected.isEmpty()) return Optional.of("nonce=None makes the balancer read-only");
        if (!MessageDigest.isEqual(expected.get().getBytes(UTF_8), nonce.getBytes(UTF_8))) return Optional.of("the nonce is not that of the balancer");
        if (!StatusAccess.isOurHost(clientRequest, live.current().config())) return Optional.of("the Host of the request is not a ServerName of the configuration");
        return comesFromHere(clientRequest) ? Optional.empty() : Optional.of("the request has no Origin, Sec-Fetch-Site or Referer of this host");
    }

    /** A form of the page has one of these fields; a tool has to send one. */
    private static boolean comesFromHere(HttpServletRequest clientRequest) {
        if (clientRequest.getHeader("Sec-Fetch-Site") != null || clientRequest.getHeader("Origin") != null) return true;       // checked before
        String referer = clientRequest.getHeader("Referer");
        String host = clientRequest.getHeader("Host");
        return referer != null && host != null && referer.matches("(?i)https?://[^/?#]+.*") && referer.replaceFirst("(?i)https?://([^/?#]+).*", "$1").equalsIgnoreCase(host);
    }

    private void show(Optional<ChangeForm.Outcome> outcome, Optional<String> refusal, HttpServletRequest clientRequest, HttpServletResponse clientResponse) throws IOException {
        Snapshot snapshot = live.current();
        Balancings balancings = snapshot.balancings();
        List<Balancing> balancers = snapshot.config().balancers().stream().map(Balancer::id).map(balancings::find).flatMap(Optional::stream).toList();
        Map<String, String> shown = new HashMap<>();
        for (Balancing balancing : balancers) nonce(balancing.balancer()).ifPresent(nonce -> shown.put(balancing.balancer().id(), nonce));
        ManagerPage page = new ManagerPage(balancers, shown, outcome, refusal, System.currentTimeMillis());
        int status = outcome.flatMap(ChangeForm.Outcome::rejected).isPresent() ? 400 : 200;
        if (StatusFormat.of(clientRequest) == StatusFormat.JSON) PageAnswer.send(refusal.isPresent() ? 403 : status, StatusFormat.JSON.contentType(), page.json(), clientResponse);
        else if ("1".equals(clientRequest.getParameter("xml"))) PageAnswer.send(status, "text/xml", page.xml(), clientResponse);
        else PageAnswer.send(status, StatusFormat.HTML.contentType(), page.html(), clientResponse);
    }

    /** The configured nonce, else a random one for the life of this filter; empty: the balancer is read-only. */
    private Optional<String> nonce(Balancer balancer) {
        if (balancer.settings().nonce().filter(READ_ONLY::equalsIgnoreCase).isPresent()) return Optional.empty();
        return balancer.settings().nonce().or(() -> Optional.of(nonces.computeIfAbsent(balancer.id(), id -> fresh())));
    }

    private static String fresh() {
        byte[] bytes = new byte[NONCE_BYTES];
        new SecureRandom().nextBytes(bytes);         // not made at the start, which it would delay
        return HexFormat.of().formatHex(bytes);
    }
}
