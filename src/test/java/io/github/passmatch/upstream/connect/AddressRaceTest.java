package io.github.passmatch.upstream.connect;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.testing.FullListener;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A name with several addresses: which of them is used, and which is not tried first again. Real sockets, at several addresses of the loopback interface. */
@Timeout(60)
class AddressRaceTest {

    private static final String SILENT = "127.0.0.2";
    private static final String LIVE = "127.0.0.3";
    private static final String REFUSING = "127.0.0.4";

    private final List<InetAddress> avoided = new ArrayList<>();
    private final List<SocketChannel> opened = new ArrayList<>();

    private AddressRace race() throws IOException {
        return new AddressRace(address -> {
            SocketChannel channel = SocketChannel.open();
            opened.add(channel);
            return channel;
        }, avoided::add);
    }

    private static InetAddress[] addresses(String... all) throws UnknownHostException {
        InetAddress[] found = new InetAddress[all.length];
        for (int i = 0; i < all.length; i++) found[i] = InetAddress.getByName(all[i]);
        return found;
    }

    private void assertConnects(String to, List<String> slow, String... candidates) throws Exception {
        try (FullListener silent = new FullListener(SILENT, 0); ServerSocket live = new ServerSocket(silent.port(), 50, InetAddress.getByName(LIVE)); AddressRace race = race();
             SocketChannel winner = race.run(addresses(candidates), live.getLocalPort())) {
            assertEquals(InetAddress.getByName(to), winner.socket().getInetAddress());
            assertTrue(winner.isBlocking());
            assertEquals(Arrays.asList(addresses(slow.toArray(String[]::new))), avoided);
            assertEquals(1, opened.stream().filter(SocketChannel::isOpen).count());
        }
    }

    @Test
    void aSilentAddressIsOvertakenAndAvoided() throws Exception {
        assertConnects(LIVE, List.of(SILENT), SILENT, LIVE);
    }

    @Test
    void anAddressThatRefusesCostsNoTime() throws Exception {
        assertConnects(LIVE, List.of(REFUSING), REFUSING, LIVE, SILENT);
    }

    @Test
    void aLiveFirstAddressLeavesTheOthersAlone() throws Exception {
        assertConnects(LIVE, List.of(), LIVE, SILENT, REFUSING);
        assertEquals(1, opened.size());
    }

    @Test
    void ifAllRefuseTheLastRefusalIsReported() throws Exception {
        int free;
        try (ServerSocket once = new ServerSocket(0, 1, InetAddress.getByName(REFUSING))) {
            free = once.getLocalPort();
        }
        try (AddressRace race = race()) {
            assertThrows(ConnectException.class, () -> race.run(addresses(REFUSING, "127.0.0.5"), free));
            assertEquals(2, avoided.size());
            assertFalse(opened.stream().anyMatch(SocketChannel::isOpen));
        }
    }

    @Test
    void anotherThreadEndsTheRace() throws Exception {
        AddressRace race = race();
        try (FullListener silent = new FullListener(SILENT, 0)) {
            CompletableFuture<Void> end = CompletableFuture.runAsync(() -> {
                try {
                    race.close();
                } catch (IOException e) {
                    throw new CompletionException(e);
                }
            }, CompletableFuture.delayedExecutor(10, TimeUnit.MILLISECONDS));
            assertThrows(AsynchronousCloseException.class, () -> race.run(addresses(SILENT), silent.port()));
            assertFalse(opened.stream().anyMatch(SocketChannel::isOpen));
            end.join();
        }
    }

    @Test
    void eachConnectBeginsWithAnotherAddressAndAvoidedOnesComeLast() throws Exception {
        AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1000);
        AddressCache cache = new AddressCache(Optional.empty(), now::get, host -> addresses("127.0.0.1", "127.0.0.2", "127.0.0.3"));
        InetAddress[] all = cache.lookUp("any");
        assertArrayEquals(addresses("127.0.0.1", "127.0.0.2", "127.0.0.3"), cache.inOrder(all));
        assertArrayEquals(addresses("127.0.0.2", "127.0.0.3", "127.0.0.1"), cache.inOrder(all));
        cache.avoid(all[2]);
        assertArrayEquals(addresses("127.0.0.1", "127.0.0.2", "127.0.0.3"), cache.inOrder(all));
        now.addAndGet(AddressCache.AVOIDED.minus(Duration.ofNanos(1)).toNanos());
        assertArrayEquals(addresses("127.0.0.1", "127.0.0.2", "127.0.0.3"), cache.inOrder(all));
        now.incrementAndGet();
        assertArrayEquals(addresses("127.0.0.2", "127.0.0.3", "127.0.0.1"), cache.inOrder(all));
    }
}
