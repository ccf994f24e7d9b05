package io.github.passmatch.upstream;

import static io.github.passmatch.upstream.UpstreamsTest.request;
import static io.github.passmatch.upstream.UpstreamsTest.rules;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.testing.FullListener;
import io.github.passmatch.testing.RawUpstream;
import io.github.passmatch.upstream.outcome.UpstreamFailure;
import io.github.passmatch.upstream.request.UpstreamRequest;
import io.github.passmatch.upstream.time.ResponseListener;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests that closing upstreams ends open exchanges at once, in every phase, without a connection left. The limits of the waits do not end them: they are a minute and more. */
@Timeout(30)
class UpstreamsStopTest {

    /** Begins to wait for the head of a response, on a new thread. */
    private static FutureTask<Exchange> start(Upstream upstream, UpstreamRequest request) {
        FutureTask<Exchange> exchange = new FutureTask<>(() -> upstream.open(request, ResponseListener.PATIENT));
        new Thread(exchange, "exchange").start();
        return exchange;
    }

    private static void stop(Upstreams upstreams) {
        upstreams.close();
    }

    private static void assertStopped(FutureTask<Exchange> exchange) {
        UpstreamFailure failure = assertInstanceOf(UpstreamFailure.class, assertThrows(ExecutionException.class, exchange::get).getCause());
        assertEquals(UpstreamFailure.Kind.SHUT_DOWN, failure.kind(), failure::getMessage);
    }

    /** Reads a request, and sends nothing. */
    private static RawUpstream silent() throws IOException {
        return new RawUpstream(peer -> {
            peer.read();
            peer.readByte();
        });
    }

    @Test
    void waitingForTheAnswerAndWaitingForAConnection() throws Exception {
        try (RawUpstream server = silent(); Upstreams upstreams = new Upstreams(rules("ProxyPass /a http://" + server.authority() + " max=1"))) {
            Upstream upstream = upstreams.all().get(0);
            FutureTask<Exchange> first = start(upstream, request(server));
            server.await();
            FutureTask<Exchange> second = start(upstream, request(server));
            while (upstream.waiting() == 0) Thread.onSpinWait();
            stop(upstreams);
            assertStopped(first);
            assertStopped(second);      // perhaps with the slot of the first one
            assertTrue(server.awaitClosedConnection());
        }
    }

    @Test
    void connecting() throws Exception {
        try (FullListener full = new FullListener(); Upstreams upstreams = new Upstreams(rules("ProxyPass /a http://127.0.0.1:" + full.port()))) {
            FutureTask<Exchange> exchange = start(upstreams.all().get(0), request("http", full.port()));
            while (upstreams.leased() == 0) Thread.onSpinWait();
            stop(upstreams);
            assertStopped(exchange);
        }
    }

    @Test
    void shakingHandsForTls() throws Exception {
        CountDownLatch greeted = new CountDownLatch(1);
        try (RawUpstream server = new RawUpstream(peer -> {
                 while (peer.readByte() >= 0) greeted.countDown();
             }); Upstreams upstreams = new Upstreams(rules("ProxyPass /a https://" + server.authority()))) {
            FutureTask<Exchange> exchange = start(upstreams.all().get(0), request("https", server.port()));
            greeted.await();
            stop(upstreams);
            assertStopped(exchange);
            assertTrue(server.awaitClosedConnection());
        }
    }

    @Test
    void readingTheBody() throws Exception {
        try (RawUpstream server = new RawUpstream(peer -> {
                 peer.read();
                 peer.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n");
                 peer.readByte();
             }); Upstreams upstreams = new Upstreams(rules("ProxyPass /a http://" + server.authority()))) {
            try (Exchange exchange = upstreams.all().get(0).open(request(server), ResponseListener.PATIENT)) {
                stop(upstreams);
                assertEquals(UpstreamFailure.Kind.SHUT_DOWN, assertThrows(UpstreamFailure.class, () -> exchange.read(new byte[9])).kind());
                assertTrue(server.awaitClosedConnection());
            }
        }
    }

    /** HttpClient's manager closes such a connection before it has a socket, and does not close it later. */
    @Test
    void aRuleWhoseTimeIsUpWhileOneOfItsConnectionsIsBeingMade() throws Exception {
        AtomicReference<Upstream> goes = new AtomicReference<>();
        LongSupplier lookUpLooksAtIt = () -> {
            Upstream upstream = goes.get();
            if (upstream != null && upstream.leased() == 1) upstream.cut();
            return 0;
        };
        try (RawUpstream server = silent();
             Upstreams upstreams = new Upstreams(rules("ProxyPass /a http://" + server.authority() + " addressttl=9"), lookUpLooksAtIt, Observer.NONE)) {
            goes.set(upstreams.all().get(0));
            UpstreamFailure failure = assertThrows(UpstreamFailure.class, () -> goes.get().open(request(server), ResponseListener.PATIENT));
            assertTrue(failure.getMessage().contains("closed while it was being made"), failure::getMessage);
            assertTrue(server.awaitClosedConnection(), "the connection is still open");
        }
    }
}
