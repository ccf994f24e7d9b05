package io.github.passmatch.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.passmatch.testing.BuiltWar;
import io.github.passmatch.testing.ContainerProcess;
import io.github.passmatch.testing.CountingUpstream;
import io.github.passmatch.testing.StandaloneProcess;
import io.github.passmatch.testing.WireClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Bodies of any size pass through a heap of 64 MiB. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class MemoryIT {

    private static final long GIB = 1L << 30;
    private static final long SLOW_BYTES = 64L << 20;
    private static final int READERS = 100;
    private static final long PAUSE_NANOS = 2_000_000;

    private CountingUpstream upstream;
    private ContainerProcess proxy;
    private int port;

    @BeforeAll
    void start() throws Exception {
        upstream = new CountingUpstream();
        Path directory = BuiltWar.workDirectory("memory");
        Path rules = Files.writeString(directory.resolve("rules.conf"), "ProxyPass / http://" + upstream.authority() + "/\n");
        proxy = StandaloneProcess.start(directory, List.of("-Xmx64m", "-XX:+ExitOnOutOfMemoryError"), "--port", "0", "--config", rules.toString());
        port = StandaloneProcess.awaitPort(proxy);
    }

    @AfterAll
    void stop() {
        try {
            assertFalse(proxy.log().contains("OutOfMemory"), proxy.log());
        } finally {
            proxy.close();
            upstream.close();
        }
    }

    @Test
    void downloadOfOneGibibyte() throws Exception {
        assertEquals(GIB, download(GIB, () -> { }));
    }

    @Test
    void uploadOfOneGibibyte() throws Exception {
        byte[] zeros = new byte[64 * 1024];
        CRC32 crc = new CRC32();
        try (WireClient wire = new WireClient(port)) {
            wire.send("POST /sink HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: " + GIB + "\r\n\r\n");
            for (long left = GIB; left > 0; left -= zeros.length) {
                wire.send(zeros, zeros.length);
                crc.update(zeros);
            }
            assertEquals("HTTP/1.1 200", wire.head().substring(0, 12));
            assertEquals(GIB + " " + crc.getValue(), wire.rest());
        }
    }

    @Test
    void hundredDownloadsAtOnceWithSlowReaders() throws Exception {
        CyclicBarrier allHaveBegun = new CyclicBarrier(READERS);
        ExecutorService readers = Executors.newFixedThreadPool(READERS);
        try {
            List<Future<Long>> downloads = new ArrayList<>();
            for (int i = 0; i < READERS; i++) downloads.add(readers.submit(() -> download(SLOW_BYTES, allHaveBegun::await)));
            for (Future<Long> download : downloads) assertEquals(SLOW_BYTES, download.get());
        } finally {
            readers.shutdownNow();
        }
    }

    private interface Begun {
        void run() throws Exception;
    }

    /** Reads a body, resting after each MiB if it is one of many; returns its length. */
    private long download(long size, Begun begun) throws Exception {
        try (WireClient wire = new WireClient(port)) {
            wire.send("GET /bytes/" + size + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertEquals("HTTP/1.1 200", wire.head().substring(0, 12));
            begun.run();
            return count(wire, size < GIB ? PAUSE_NANOS : 0);
        }
    }

    private static long count(WireClient wire, long pauseNanos) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        long total = 0;
        for (int count = wire.read(buffer); count >= 0; count = wire.read(buffer)) {
            if (pauseNanos > 0 && total >> 20 != total + count >> 20) LockSupport.parkNanos(pauseNanos); // the reader is slow on purpose
            total += count;
        }
        return total;
    }
}
