package io.github.passmatch.upstream;

import static io.github.passmatch.upstream.UpstreamsTest.request;
import static io.github.passmatch.upstream.UpstreamsTest.rules;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.testing.RawUpstream;
import io.github.passmatch.upstream.outcome.ClientGone;
import io.github.passmatch.upstream.outcome.UpstreamFailure;
import io.github.passmatch.upstream.request.UpstreamResponse;
import io.github.passmatch.upstream.time.ResponseListener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests the queue for a connection while all {@code max} connections are in use: requests wait there with a thread and without one. */
@Timeout(30)
class QueueTest {

    private final List<String> resumed = new CopyOnWriteArrayList<>();

    private static Upstreams upstreams(RawUpstream server, String parameters) throws Exception {
        return new Upstreams(rules("ProxyPass /a http://" + server.authority() + " max=1 " + parameters));
    }

    private static PendingExchange prepare(Upstreams upstreams, RawUpstream server, ResponseListener listener) throws Exception {
        Upstream upstream = upstreams.all().get(0);
        return upstream.prepare(request(server), listener, upstream.begin());
    }

    /** A request that waits without a thread. */
    private PendingExchange waiting(Upstreams upstreams, RawUpstream server, String name) throws Exception {
        PendingExchange exchange = prepare(upstreams, server, ResponseListener.PATIENT);
        assertTrue(exchange.isQueued());
        exchange.awaitConnection(() -> resumed.add(name));
        return exchange;
    }

    private static void finish(Exchange exchange) {
        assertTrue(exchange.drain(100, Duration.ofSeconds(10)));
        exchange.complete();
        exchange.close();
    }

    private static void finish(PendingExchange exchange) throws Exception {
        exchange.send();
        finish(exchange.receive());
    }

    private static void close(Upstreams upstreams) {
        upstreams.close();
    }

    private static void await(Upstreams upstreams, int count) {
        while (upstreams.all().get(0).waiting() != count) Thread.onSpinWait();
    }

    @Test
    void requestsWithAndWithoutAThreadAreServedInTheOrderInWhichTheyCame() throws Exception {
        try (RawUpstream server = RawUpstream.answering(RawUpstream.OK, false); Upstreams upstreams = upstreams(server, "")) {
            Exchange first = upstreams.all().get(0).open(request(server), ResponseListener.PATIENT);
            PendingExchange second = waiting(upstreams, server, "second");
            FutureTask<Exchange> third = new FutureTask<>(() -> upstreams.all().get(0).open(request(server), ResponseListener.PATIENT));
            new Thread(third, "third").start();
            await(upstreams, 2);
            PendingExchange fourth = waiting(upstreams, server, "fourth");
            assertEquals(List.of(), resumed);
            finish(first);
            assertEquals(List.of("second"), resumed, "resumed by the thread that gives the connection back");
            assertFalse(third.isDone());
            finish(second);
            Exchange onThread = third.get();
            assertEquals(List.of("second"), resumed);
            finish(onThread);
            assertEquals(List.of("second", "fourth"), resumed);
            finish(fourth);
            assertEquals(1, server.connections());
            assertEquals(0, upstreams.leased());
            assertEquals(0, upstreams.all().get(0).waiting());
        }
    }

    @Test
    void acquireLimitsTheWait() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (RawUpstream server = RawUpstream.answering(RawUpstream.OK, false); Upstreams upstreams = upstreams(server, "acquire=40ms");
             Exchange first = upstreams.all().get(0).open(request(server), ResponseListener.PATIENT);
             PendingExchange second = prepare(upstreams, server, ResponseListener.PATIENT)) {
            assertEquals(200, first.response().status());
            second.awaitConnection(over::countDown);
            assertTrue(over.await(10, TimeUnit.SECONDS));
            assertEquals(0, upstreams.all().get(0).waiting());
            UpstreamFailure failure = assertThrows(UpstreamFailure.class, second::send);
            assertEquals(UpstreamFailure.Kind.POOL_EXHAUSTED, failure.kind(), failure::getMessage);
        }
    }

    /** The worker thread that sends the request may begin late. */
    @Test
    void acquireEndsWhenTheConnectionIsGiven() throws Exception {
        try (RawUpstream server = RawUpstream.answering(RawUpstream.OK, false); Upstreams upstreams = upstreams(server, "acquire=100ms")) {
            Exchange first = upstreams.all().get(0).open(request(server), ResponseListener.PATIENT);
            PendingExchange second = waiting(upstreams, server, "second");
            finish(first);
            PendingExchange third = prepare(upstreams, server, ResponseListener.PATIENT);
            CountDownLatch over = new CountDownLatch(1);
            third.awaitConnection(over::countDown);
            assertTrue(over.await(10, TimeUnit.SECONDS), "as long as acquire");
            assertThrows(UpstreamFailure.class, third::send);
            finish(second);
        }
    }

    @Test
    void aClientThatLeavesFreesItsPlaceAtOnce() throws Exception {
        AtomicBoolean left = new AtomicBoolean();
        ResponseListener client = new ResponseListener() {
            @Override
            public void interim(UpstreamResponse answer) { }

            @Override
            public boolean hasLeft() {
                return left.get();
            }
        };
        CountDownLatch over = new CountDownLatch(1);
        try (RawUpstream server = RawUpstream.answering(RawUpstream.OK, false); Upstreams upstreams = upstreams(server, "")) {
            Exchange first = upstreams.all().get(0).open(request(server), ResponseListener.PATIENT);
            PendingExchange second = prepare(upstreams, server, client);
            second.awaitConnection(over::countDown);
            PendingExchange third = waiting(upstreams, server, "third");
            left.set(true);
            assertTrue(over.await(10, TimeUnit.SECONDS));
            assertEquals(1, upstreams.all().get(0).waiting());
            finish(first);
            assertEquals(List.of("third"), resumed);
            assertThrows(ClientGone.class, second::send);
            finish(third);
            assertEquals(0, upstreams.leased());
        }
    }

    @Test
    void stoppingEndsTheWait() throws Exception {
        try (RawUpstream server = RawUpstream.answering(RawUpstream.OK, false); Upstreams upstreams = upstreams(server, "");
             Exchange first = upstreams.all().get(0).open(request(server), ResponseListener.PATIENT)) {
            PendingExchange stopped = waiting(upstreams, server, "second");
            PendingExchange aborted = waiting(upstreams, server, "third");
            aborted.abort();
            assertEquals(List.of("third"), resumed);
            assertEquals(UpstreamFailure.Kind.SHUT_DOWN, assertThrows(UpstreamFailure.class, aborted::send).kind());
            close(upstreams);
            assertEquals(List.of("third", "second"), resumed);
            assertEquals(UpstreamFailure.Kind.SHUT_DOWN, assertThrows(UpstreamFailure.class, stopped::send).kind());
            assertEquals(200, first.response().status());
        }
    }

    @Test
    void anExchangeThatIsClosedBeforeItsRequestIsSentLeavesTheQueueOrGivesTheConnectionBack() throws Exception {
        try (RawUpstream server = RawUpstream.answering(RawUpstream.OK, false); Upstreams upstreams = upstreams(server, "")) {
            PendingExchange first = prepare(upstreams, server, ResponseListener.PATIENT);
            PendingExchange second = waiting(upstreams, server, "second");
            PendingExchange third = waiting(upstreams, server, "third");
            second.close();
            assertEquals(List.of("second"), resumed);
            first.close();
            assertEquals(List.of("second", "third"), resumed);
            finish(third);
            assertEquals(0, upstreams.all().get(0).waiting());
            assertEquals(0, upstreams.leased());
        }
    }
}
