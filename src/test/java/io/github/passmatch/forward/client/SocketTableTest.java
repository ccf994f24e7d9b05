package io.github.passmatch.forward.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.nio.ByteOrder;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections are found in the kernel's table under the names that containers give to their ends. */
@Timeout(30)
class SocketTableTest {

    private static final String CLOSE_WAIT = "08";

    @ParameterizedTest(name = "address {0}")
    @CsvSource(delimiter = '|', textBlock = """
            127.0.0.1         | 0100007F:1F90 0A0000C0:C3A8
            ::ffff:127.0.0.1  | 0100007F:1F90 0A0000C0:C3A8
            [::1]             | 00000000000000000000000001000000:1F90 0A0000C0:C3A8
            0:0:0:0:0:0:0:1%1 | 00000000000000000000000001000000:1F90 0A0000C0:C3A8
            2001:db8::1       | B80D0120000000000000000001000000:1F90 0A0000C0:C3A8
            localhost         |
            ''                |
            deadbeef          |
            """)
    void addressesAreNamedAsTheKernelDoes(String address, String key) {
        assumeTrue(ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN, "the rows are of a little-endian machine");
        assertEquals(key, SocketTable.key(address, 8080, "192.0.0.10", 50088));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void aConnectionIsFoundAndItsEndIsSeen(String address) throws Exception {
        assumeTrue(SocketTable.available(), "only Linux has the table");
        try (ServerSocket listener = listener(address); Socket client = new Socket(listener.getInetAddress(), listener.getLocalPort()); Socket server = listener.accept()) {
            String key = SocketTable.key(server.getLocalAddress().getHostAddress(), server.getLocalPort(), server.getInetAddress().getHostAddress(), server.getPort());
            awaitState(key, SocketTable.ESTABLISHED);
            client.shutdownOutput();
            awaitState(key, CLOSE_WAIT);
        }
    }

    @Test
    void aConnectionOfIpv4SocketsIsFoundToo() throws Exception {
        assumeTrue(SocketTable.available(), "only Linux has the table");
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.INET).bind(new InetSocketAddress("127.0.0.1", 0));
             SocketChannel client = SocketChannel.open(StandardProtocolFamily.INET)) {
            client.connect(listener.getLocalAddress());
            try (SocketChannel server = listener.accept()) {
                Socket socket = server.socket();
                awaitState(SocketTable.key("127.0.0.1", socket.getLocalPort(), "127.0.0.1", socket.getPort()), SocketTable.ESTABLISHED);
            }
        }
    }

    @Test
    void readingEndsWhereTheVisitorHasSeenEnough() throws Exception {
        assumeTrue(SocketTable.available(), "only Linux has the table");
        try (ServerSocket listener = listener("127.0.0.1"); Socket client = new Socket(listener.getInetAddress(), listener.getLocalPort()); Socket server = listener.accept()) {
            List<String> seen = new ArrayList<>();
            SocketTable.read((key, state) -> {
                seen.add(key);
                return seen.size() < 2;
            });
            assertEquals(2, seen.size(), server + " " + client);
        }
    }

    private static ServerSocket listener(String address) {
        try {
            return new ServerSocket(0, 1, InetAddress.getByName(address));
        } catch (IOException e) {
            assumeTrue(false, "this machine has no " + address);
            throw new AssertionError(e);
        }
    }

    private static void awaitState(String key, String state) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        Map<String, String> seen = new HashMap<>();
        while (System.nanoTime() - end < 0 && !state.equals(seen.get(key))) {
            SocketTable.read((found, its) -> {
                seen.put(found, its);
                return true;
            });
            LockSupport.parkNanos(1_000_000);
        }
        assertEquals(state, seen.get(key), key);
    }
}
