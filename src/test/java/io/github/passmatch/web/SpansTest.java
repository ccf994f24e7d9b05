package io.github.passmatch.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.testing.ProxyUnderTest;
import io.github.passmatch.testing.RawUpstream;
import io.github.passmatch.upstream.outcome.FinishedExchange;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.RequestReplySenderContext;
import io.micrometer.observation.transport.SenderContext;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Client spans of exchanges, as a tracing library sees them. */
@Timeout(60)
class SpansTest {

    private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static final String OWN = "00-0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-01";

    /** In the manner of Micrometer Tracing: tells the span when it begins, and reports it when it ends. */
    private static final class Tracer implements ObservationHandler<SenderContext<Object>> {
        private final boolean propagates;
        private final BlockingQueue<SenderContext<?>> ended = new LinkedBlockingQueue<>();

        Tracer(boolean propagates) {
            this.propagates = propagates;
        }

        @Override
        public void onStart(SenderContext<Object> context) {
            if (propagates) context.getSetter().set(context.getCarrier(), "traceparent", OWN);
        }

        @Override
        public void onStop(SenderContext<Object> context) {
            ended.add(context);
        }

        @Override
        public boolean supportsContext(Observation.Context context) {
            return context instanceof SenderContext;
        }

        SenderContext<?> next() throws InterruptedException {
            return ended.poll(10, TimeUnit.SECONDS);
        }
    }

    private static ProxyUnderTest proxy(ObservationRegistry registry, String... directives) throws Exception {
        return ProxyUnderTest.of(new ProxyFilter(ProxyUnderTest.read(directives)).observedBy(registry));
    }

    private static ObservationRegistry registry(Tracer tracer) {
        ObservationRegistry registry = ObservationRegistry.create();
        registry.observationConfig().observationHandler(tracer);
        return registry;
    }

    private static String low(KeyValues values) {
        return values.stream().map(KeyValue::toString).map(text -> text.replaceAll("keyValue\\((.*)\\)", "$1")).sorted().collect(Collectors.joining(" "));
    }

    private static String request(String method) {
        return method + " /a/1 HTTP/1.1\r\nHost: www.example.org\r\ntraceparent: " + PARENT + "\r\nConnection: close\r\n\r\n";
    }

    @Test
    void eachExchangeIsASpanWithTheDecisions() throws Exception {
        Tracer tracer = new Tracer(true);
        try (RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, false); ProxyUnderTest proxy = proxy(registry(tracer), "ProxyPass /a http://" + upstream.authority() + "/x", "ProxyPass /dead http://127.0.0.1:1/")) {
            proxy.ask(request("GET"));
            SenderContext<?> first = tracer.next();
            assertEquals("passmatch.exchange", first.getName());
            assertEquals("GET", first.getContextualName());
            assertEquals(Kind.CLIENT, first.getKind());
            assertEquals("http://" + upstream.authority(), first.getRemoteServiceAddress());
            assertEquals("ending=answered failure=none lease=new:pool-empty method=GET release=kept rule=test.conf:1 status=200", low(first.getLowCardinalityKeyValues()));
            assertTrue(low(first.getHighCardinalityKeyValues()).contains("url=http://" + upstream.authority() + "/x/1"), () -> low(first.getHighCardinalityKeyValues()));
            proxy.ask(request("BREW"));
            assertEquals("ending=answered failure=none lease=reused method=_OTHER release=kept rule=test.conf:1 status=200", low(tracer.next().getLowCardinalityKeyValues()));
            proxy.get("/dead/1");
            SenderContext<?> failed = tracer.next();
            assertEquals("ending=failed failure=refused lease=none method=GET release=none rule=test.conf:2 status=503", low(failed.getLowCardinalityKeyValues()));
            assertTrue(failed.getError() != null);
            assertEquals(List.of(OWN), upstream.requests().get(0).all("traceparent"));
        }
    }

    @Test
    void withoutPropagationTheFieldsOfTheClientArePassedOnUntouched() throws Exception {
        Tracer tracer = new Tracer(false);
        try (RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, false); ProxyUnderTest proxy = proxy(registry(tracer), "ProxyPass /a http://" + upstream.authority() + "/x")) {
            proxy.ask(request("GET"));
            assertEquals(List.of(PARENT), upstream.requests().get(0).all("traceparent"));
        }
        try (RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, false); ProxyUnderTest proxy = proxy(ObservationRegistry.NOOP, "ProxyPass /a http://" + upstream.authority() + "/x")) {
            proxy.ask(request("GET"));
            assertEquals(List.of(PARENT), upstream.requests().get(0).all("traceparent"));
        }
    }

    @Test
    void aRequestThatIsNotSentHasNoSpanAndAHandlerThatFailsHarmsNoRequest() throws Exception {
        Tracer tracer = new Tracer(true);
        ObservationRegistry failing = ObservationRegistry.create();
        failing.observationConfig().observationHandler(new ObservationHandler<Observation.Context>() {
            @Override
            public void onStart(Observation.Context context) {
                throw new IllegalStateException("a test");
            }

            @Override
            public boolean supportsContext(Observation.Context context) {
                return true;
            }
        });
        try (RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, false); ProxyUnderTest proxy = proxy(registry(tracer), "ProxyPass /a http://" + upstream.authority() + "/x", "Redirect /old http://other.example/")) {
            assertEquals(302, proxy.get("/old/1").status());
            assertEquals(200, proxy.get("/a/1").status());
            assertEquals("/a/1", ((FinishedExchange) ((RequestReplySenderContext<?, ?>) tracer.next()).getResponse()).path());
        }
        try (RawUpstream upstream = RawUpstream.answering(RawUpstream.OK, false); ProxyUnderTest broken = proxy(failing, "ProxyPass /a http://" + upstream.authority() + "/x")) {
            assertEquals(200, broken.get("/a/1").status());
        }
    }
}
