package io.github.passmatch.diagnose.trace;

import io.github.passmatch.rules.Field;
import io.github.passmatch.rules.target.UpstreamTarget;
import io.github.passmatch.upstream.log.Loggers;
import io.github.passmatch.upstream.outcome.FinishedExchange;
import io.github.passmatch.upstream.outcome.RequestSpan;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.RequestReplySenderContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;

/**
 * Observes one request to an upstream with the {@code ObservationRegistry} of the application: a client span, whose attributes are the decisions. The parent is the observation of the thread on which the
 * request arrived. What the application's tracing wants to tell the upstream ({@code traceparent}) replaces the fields of the client; without tracing, these are passed on untouched.
 */
public final class ExchangeSpan implements RequestSpan {

    private static final Logger LOG = Loggers.of(ExchangeSpan.class);
    private static final String NAME = "passmatch.exchange";
    /** A client can send any word as the method, and metrics are made from these values. */
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE");
    private static final String NONE_VALUE = "none";

    private final RequestReplySenderContext<List<Field>, FinishedExchange> context = new RequestReplySenderContext<>(ExchangeSpan::set, Kind.CLIENT);
    private final Observation observation;
    private boolean begun;

    private ExchangeSpan(ObservationRegistry registry, String method) {
        observation = Observation.createNotStarted(NAME, () -> context, registry).contextualName(METHODS.contains(method) ? method : "HTTP");
        Observation parent = registry.getCurrentObservation();
        if (parent != null) observation.parentObservation(parent);
        observation.lowCardinalityKeyValue("method", METHODS.contains(method) ? method : "_OTHER");
    }

    /** To be called on the thread on which the request arrived. */
    public static RequestSpan of(ObservationRegistry registry, String method) {
        return registry == null || registry.isNoop() ? NONE : new ExchangeSpan(registry, method);
    }

    private static void set(List<Field> fields, String name, String value) {
        fields.removeIf(field -> field.is(name));
        fields.add(new Field(name, value));
    }

    @Override
    public List<Field> begins(UpstreamTarget target, List<Field> fields) {
        List<Field> sent = new ArrayList<>(fields);
        try {
            context.setCarrier(sent);
            context.setRemoteServiceAddress(target.authority().toString());
            observation.highCardinalityKeyValue("url", target.toString());
            observation.start();
            begun = true;
            return sent;
        } catch (RuntimeException e) {
            LOG.warn("the observation of a request could not begin", e);
            return fields;
        }
    }

    @Override
    public void ended(FinishedExchange exchange) {
        if (!begun) return;
        begun = false;
        try {
            context.setResponse(exchange);
            observation.lowCardinalityKeyValues(decisions(exchange));
            observation.highCardinalityKeyValue("client", exchange.client());
            exchange.leaseVerdict().ifPresent(lease -> observation.highCardinalityKeyValue("lease.detail", lease.toString()));
            exchange.memberChoice().ifPresent(choice -> observation.highCardinalityKeyValue("member", String.valueOf(choice.member().orElse(null))));
            exchange.upstreamFailure().ifPresent(observation::error);
        } catch (RuntimeException e) {
            LOG.warn("the observation of a request is not complete", e);
        } finally {
            observation.stop();
        }
    }

    /** Always the same keys, because metrics are made from them. */
    private static KeyValues decisions(FinishedExchange exchange) {
        return KeyValues.of(KeyValue.of("status", String.valueOf(exchange.status())), KeyValue.of("rule", exchange.rule() == null ? NONE_VALUE : exchange.rule().place().fileAndLine()),
                KeyValue.of("ending", exchange.endingCode()),
                KeyValue.of("lease", exchange.leaseVerdict().map(lease -> lease.reused() ? "reused" : "new:" + lease.reason().code()).orElse(NONE_VALUE)),
                KeyValue.of("release", exchange.releaseVerdict().map(release -> release.kept() ? "kept" : "closed:" + release.reason().code()).orElse(NONE_VALUE)),
                KeyValue.of("failure", exchange.upstreamFailure().map(failure -> failure.kind().code()).orElse(NONE_VALUE)));
    }
}
