package io.github.passmatch.upstream.reactor;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests which thread may use a channel at which time. */
@Timeout(30)
class WatchedChannelTest {

    private final Reactor reactor = new Reactor();
    private final CountDownLatch died = new CountDownLatch(1);
    private SocketChannel near;
    private SocketChannel far;
    private WatchedChannel watched;

    @BeforeEach
    void connect() throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            near = SocketChannel.open(server.getLocalAddress());
            far = server.accept();
        }
        watched = reactor.watch(near, null, died::countDown);
    }

    @AfterEach
    void close() throws IOException {
        near.close();
        watched.closed();
        far.close();
        reactor.close();
        for (Thread thread : Thread.getAllStackTraces().keySet()) assertFalse(thread.getName().startsWith("passmatch-reactor"), thread::toString);
    }

    /** Waits for {@code enough} bytes, and reports the thread on which it was resumed. */
    private record Wanted(int enough, CompletableFuture<Thread> resumed) implements Waiter {
        Wanted(int enough) {
            this(enough, new CompletableFuture<>());
        }

        @Override
        public boolean isEnough(byte[] bytes, int offset, int length) {
            return length >= enough;
        }

        @Override
        public void resume() {
            if (!resumed.complete(Thread.currentThread())) throw new AssertionError("resumed twice");
        }

        Thread await() throws Exception {
            return resumed.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void theEndOfATunnelIsSentAlsoIfTheSendBufferWasFull() throws Exception {
        CountDownLatch sent = new CountDownLatch(2);
        TunnelChannel tunnel = watched.tunnel(new Encryption() {
            @Override
            public void write(byte[] buffer, int length) { }

            @Override
            public boolean flush() {
                boolean isFull = sent.getCount() == 2;
                sent.countDown();
                return !isFull;
            }

            @Override
            public void end() { }
        }, new byte[0]);
        assertTrue(tunnel.shutdownOutput());
        assertTrue(sent.await(10, TimeUnit.SECONDS));
        tunnel.close();
    }

    /** Until the selector has removed the key of a channel, closing the channel does not close the connection. */
    @ParameterizedTest(name = "tunnel: {0}")
    @ValueSource(booleans = {false, true})
    void theFarEndSeesAtOnceThatAConnectionWasClosedThatWasWatchedBefore(boolean tunnel) throws Exception {
        receive(new Wanted(1), "a");
        if (tunnel) watched.tunnel(null, new byte[0]);
        else assertTrue(watched.block());
        near.setOption(StandardSocketOptions.SO_LINGER, 0);
        near.close();
        watched.closed();
        far.socket().setSoTimeout(10_000);
        assertThrows(SocketException.class, () -> far.socket().getInputStream().read(), "the connection is reset");
    }

    private void send(String text) throws IOException {
        far.write(ByteBuffer.wrap(text.getBytes(US_ASCII)));
    }

    /** Waits for what the far end sends; on which thread the waiter was resumed. */
    private Thread receive(Wanted wanted, String... pieces) throws Exception {
        assertTrue(watched.await(wanted));
        for (String piece : pieces) send(piece);
        return wanted.await();
    }

    private String take() throws IOException {
        byte[] buffer = new byte[100];
        int count = watched.take(buffer, 0, buffer.length);
        return count < 0 ? "end" : new String(buffer, 0, count, US_ASCII);
    }

    @Test
    void aWaiterIsResumedOnASelectorThreadWhenEnoughIsThere() throws Exception {
        assertTrue(receive(new Wanted(4), "ab", "cd").getName().startsWith("passmatch-reactor"));
        assertEquals("abcd", take());
        assertEquals("", take());
    }

    @Test
    void whatIsThereAlreadyIsNotWaitedFor() throws Exception {
        receive(new Wanted(1), "abc");
        assertFalse(watched.await(new Wanted(1)), "three bytes lie there");
        assertEquals("abc", take());
    }

    @Test
    void theEndOfTheConnectionResumesAndIsReadAfterWhatCameBefore() throws Exception {
        Wanted more = new Wanted(10);
        assertTrue(watched.await(more));
        send("abc");
        far.close();
        more.await();
        assertEquals("abc", take());
        assertEquals("end", take());
    }

    @Test
    void aChannelThatIsClosedByAnotherThreadResumesItsWaiterOnce() throws Exception {
        Wanted one = new Wanted(1);
        assertTrue(watched.await(one));
        near.close();
        watched.closed();
        one.await();        // on this thread, or on the selector thread if that finds it closed first
        assertEquals("end", take());
        assertFalse(watched.await(new Wanted(1)));
    }

    @Test
    void anOwnerMayReadTheChannelItselfAndBeWatchedAgain() throws Exception {
        for (int i = 0; i < 100; i++) {
            receive(new Wanted(1), "a");
            assertEquals("a", take());
            watched.block();
            assertFalse(watched.isWatched());
            send("b");
            assertEquals(1, near.read(ByteBuffer.allocate(1)), "in blocking mode");
        }
    }

    @Test
    void anOwnerCanWaitForRoomInTheSendBufferAlsoAfterTheUpstreamHasEndedItsSide() throws Exception {
        receive(new Wanted(1), "a");
        assertEquals("a", take());
        far.shutdownOutput();
        while (!take().equals("end")) Thread.onSpinWait();
        assertTrue(watched.block());
        assertTrue(near.isBlocking());
    }

    @Test
    void whatHappensToAnIdleChannelIsSeenWhenItHappens() throws Exception {
        receive(new Wanted(1), "a");
        take();
        watched.idle();
        far.close();
        assertTrue(died.await(10, TimeUnit.SECONDS));
        watched.own();
        assertEquals(-1, watched.checkForInput());
    }

    @Test
    void aLookSeesWhatTheSelectorThreadHasNotSeenYet() throws Exception {
        receive(new Wanted(1), "a");
        take();
        watched.idle();
        watched.own();
        assertEquals(0, watched.checkForInput());
        send("x");
        int found = 0;
        while (found == 0) found = watched.checkForInput();
        assertEquals(1, found);
    }

    @Test
    void aSelectorThreadRefusesToWait() throws Exception {
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        assertTrue(watched.await(new Waiter() {
            @Override
            public boolean isEnough(byte[] bytes, int offset, int length) {
                return true;
            }

            @Override
            public void resume() {
                thrown.complete(assertThrows(IllegalStateException.class, watched::block));
            }
        }));
        send("a");
        assertTrue(thrown.get(10, TimeUnit.SECONDS).getMessage().contains("must not wait"));
    }

    /** To register a channel that was watched before, the selector thread looks for events once more; it must not lose the connects that it finds then. */
    @Test
    void aConnectIsReportedAlsoIfAnotherChannelIsWatchedAgainMeanwhile() throws Exception {
        receive(new Wanted(1), "a");
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        CountDownLatch connected = new CountDownLatch(1);
        try (ServerSocketChannel server = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)); SocketChannel busy = SocketChannel.open(server.getLocalAddress());
             SocketChannel other = server.accept(); SocketChannel connecting = SocketChannel.open()) {
            WatchedChannel occupying = reactor.watch(busy, null, () -> { });
            assertTrue(occupying.await(new Occupying(inside, leave)));
            other.write(ByteBuffer.wrap(new byte[1]));
            assertTrue(inside.await(10, TimeUnit.SECONDS));
            connecting.configureBlocking(false);
            connecting.connect(server.getLocalAddress());
            reactor.begin(new ConnectWait(connecting, connected::countDown));
            assertEquals(1, watched.take(new byte[1], 0, 1));
            watched.block();
            assertTrue(watched.await(new Wanted(1)));
            leave.countDown();
            assertTrue(connected.await(10, TimeUnit.SECONDS));
            occupying.closed();
        } finally {
            leave.countDown();
        }
    }

    /** Occupies the selector thread. */
    private record Occupying(CountDownLatch inside, CountDownLatch leave) implements Waiter {
        @Override
        public boolean isEnough(byte[] bytes, int offset, int length) {
            return length > 0;
        }

        @Override
        public void resume() {
            inside.countDown();
            try {
                leave.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
