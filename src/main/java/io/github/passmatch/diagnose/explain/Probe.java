package io.github.passmatch.diagnose.explain;

import io.github.passmatch.diagnose.figures.Cure;
import io.github.passmatch.diagnose.figures.Json;
import io.github.passmatch.rules.balance.Choice;
import io.github.passmatch.rules.balance.Member;
import io.github.passmatch.rules.connection.ConnectionSettings;
import io.github.passmatch.rules.connection.ReuseDecision;
import io.github.passmatch.rules.match.Rule;
import io.github.passmatch.rules.server.ProxyConfig;
import io.github.passmatch.upstream.Exchange;
import io.github.passmatch.upstream.Upstream;
import io.github.passmatch.upstream.Upstreams;
import io.github.passmatch.upstream.outcome.ClientGone;
import io.github.passmatch.upstream.outcome.LeaseVerdict;
import io.github.passmatch.upstream.outcome.ReleaseVerdict;
import io.github.passmatch.upstream.outcome.UpstreamFailure;
import io.github.passmatch.upstream.request.RequestBody;
import io.github.passmatch.upstream.time.ResponseListener;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sends a request twice, over connections of its own, with the code that forwards real requests, and reports what happened.
 *
 * @param explanation what was expected
 * @param sent        the exchanges, two unless there was a failure
 * @param failure     why the probe ended early; empty if both exchanges succeeded
 */
public record Probe(Explanation explanation, List<Sent> sent, String failure) {

    private static final int TIMES = 2;

    /**
     * One exchange.
     *
     * @param status  the status of the response
     * @param lease   how the connection was obtained
     * @param release what happened to the connection
     */
    public record Sent(int status, LeaseVerdict lease, ReleaseVerdict release) { }

    public Probe {
        sent = List.copyOf(sent);
    }

    /** Whether the request can be sent: it is forwarded, and has no body. */
    public static boolean isPossible(Explanation explanation) {
        return explanation.outcome() instanceof Outcome.Forwarded forwarded
                && (forwarded.request().body().length() == RequestBody.NONE || forwarded.request().body().length() == 0);
    }

    /** Sends the request. */
    public static Probe of(ProxyConfig config, Explanation explanation) {
        Outcome.Forwarded forwarded = (Outcome.Forwarded) explanation.outcome();
        Rule rule = forwarded.choice().flatMap(Choice::member).map(Member::rule).orElseGet(() -> explanation.tried().get(explanation.tried().size() - 1).rule());
        List<Sent> sent = new ArrayList<>();
        try (Upstreams upstreams = new Upstreams(config.withMembers())) {
            for (int i = 0; i < TIMES; i++) sent.add(send(forwarded, upstreams.of(rule)));
            return new Probe(explanation, sent, "");
        } catch (UpstreamFailure | ClientGone e) {
            return new Probe(explanation, sent, e.getMessage());
        }
    }

    private static Sent send(Outcome.Forwarded forwarded, Upstream upstream) throws UpstreamFailure, ClientGone {
        Exchange finished;
        int status;
        try (Exchange exchange = upstream.open(forwarded.request(), ResponseListener.PATIENT)) {
            finished = exchange;
            status = exchange.response().status();
            byte[] buffer = new byte[ConnectionSettings.DEFAULT_IO_BUFFER_SIZE];
            while (exchange.hasBody() && exchange.read(buffer) >= 0);
            exchange.complete();
        }
        return new Sent(status, finished.leaseVerdict(), finished.releaseVerdict());
    }

    /** Whether both requests were answered. */
    public boolean answered() {
        return sent.size() == TIMES;
    }

    /** The result in one sentence. */
    public String sentence() {
        if (!answered()) return failure;
        LeaseVerdict second = sent.get(1).lease();
        ReleaseVerdict first = sent.get(0).release();
        if (second.reused()) return "the second request used the connection of the first request";
        String why = first.kept() ? second.sentence() : first.sentence();
        String cure = first.kept() ? Cure.of(second.reason()) : Cure.of(first.reason());
        return "the second request needed a new connection: " + (first.reason() == ReleaseVerdict.Reason.RULE ? why + "; " + reuse() + hint() : why + "; what helps: " + cure);
    }

    private String hint() {
        return Cure.of(reuse()).map(cure -> "; what helps: " + cure).orElse("");
    }

    private ReuseDecision reuse() {
        return ((Outcome.Forwarded) explanation.outcome()).reuse();
    }

    /** The result as text, to be printed after the explanation. */
    public String text() {
        StringBuilder out = new StringBuilder("\nprobe\n");
        for (Sent one : sent)
            out.append("  status ").append(one.status()).append(", ").append(one.lease()).append(" (").append(one.lease().sentence()).append("), ")
                    .append(one.release()).append(" (").append(one.release().sentence()).append(")\n");
        return out.append("  ").append(sentence()).append('\n').toString();
    }

    /** The explanation and the result as JSON. */
    public String json() {
        Map<String, Object> out = ExplanationJson.of(explanation);
        Map<String, Object> probe = new LinkedHashMap<>();
        probe.put("sent", sent.stream().map(Probe::values).toList());
        probe.put("answered", answered());
        probe.put("reused", answered() && sent.get(1).lease().reused());
        probe.put("sentence", sentence());
        out.put("probe", probe);
        return Json.of(out);
    }

    private static Map<String, Object> values(Sent one) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("status", one.status());
        out.put("lease", one.lease().toString());
        out.put("leaseReason", one.lease().sentence());
        out.put("release", one.release().toString());
        out.put("releaseReason", one.release().sentence());
        return out;
    }
}
