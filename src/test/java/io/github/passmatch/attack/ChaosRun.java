package io.github.passmatch.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.testing.ProxyUnderTest;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two hundred clients, some of which leave, against an upstream that does wrong whatever an upstream can ({@code mvn -Pchaos test}), while the configuration is read again and again and one of
 * its rules is another one each time. Not part of the normal build. Whatever happens, no answer reaches the wrong client, no body is delivered as whole that was not, nobody waits for ever, and
 * at the end all is as at the start: without rules, the upstream has not one connection left.
 */
class ChaosRun {

    private static final long SEED = Long.getLong("passmatch.seed", System.nanoTime());
    private static final Duration LENGTH = Duration.ofSeconds(Long.getLong("passmatch.chaos.seconds", 60)).multipliedBy(2).dividedBy(3);
    private static final int CLIENTS = 200;
    private static final long HEAP_SLACK = 24L << 20;
    private static final int THREAD_SLACK = 4;
    /** Each reload begins a new pool; more of them, and hardly any connection would be used twice. */
    private static final long RELOAD_NANOS = 500_000_000L;
    /** Each failure, and each reload, is a line of the log otherwise; kept, because loggers are forgotten when nobody holds them. */
    private static final List<Logger> QUIET = List.of(Logger.getLogger("io.github.passmatch.forward"), Logger.getLogger("passmatch"));

    @TempDir
    private Path directory;
    private final ChaosTally tally = new ChaosTally();

    @Test
    void nothingIsMixedUpNothingIsTakenForWholeAndNothingIsLeftBehind() throws Exception {
        QUIET.forEach(logger -> logger.setLevel(Level.SEVERE));
        try (ChaosUpstream upstream = new ChaosUpstream(tally, SEED); ProxyUnderTest proxy = ProxyUnderTest.ofFile(write(rules(upstream.port(), 0)))) {
            run(proxy, upstream, 0, LENGTH.dividedBy(4));       // warm: classes, buffers, pools
            long heapBefore = heap(proxy);
            long threadsBefore = threads();
            run(proxy, upstream, CLIENTS, LENGTH.multipliedBy(3).dividedBy(4));
            long heapAfter = heap(proxy);
            awaitThreads(threadsBefore);
            report(upstream, heapBefore, heapAfter);
            assertEquals(List.of(), tally.broken(), "seed " + SEED);
            assertEquals(0, proxy.leased());
            assertTrue(threads() <= threadsBefore + THREAD_SLACK, () -> "threads: " + threadsBefore + " before, " + threads() + " after");
            assertTrue(heapAfter < heapBefore + HEAP_SLACK, "heap: " + (heapBefore >> 20) + " MiB before, " + (heapAfter >> 20) + " MiB after");
            assertTrue(tally.total("answer 200") > CLIENTS, "most requests are answered");
            write("# nothing");
            assertTrue(proxy.reload());
            assertEquals(0, upstream.awaitNoneOpen(), "connections that nobody needs are open, seed " + SEED);
        }
    }

    private static String rules(int port, int version) {
        String limits = " max=100 acquire=2s totaltimeout=5s timeout=700ms";
        return "ProxyPass /once http://127.0.0.1:" + port + "/once disablereuse=on" + limits + "\nProxyPass /kept http://127.0.0.1:" + port + "/kept ttl=" + (60 + version % 2) + limits;
    }

    /** At once and as a whole, because the proxy looks at the file by itself, too. */
    private Path write(String configuration) throws IOException {
        Path next = Files.writeString(directory.resolve("next.conf"), configuration);
        return Files.move(next, directory.resolve("proxy.conf"), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private void reloadUntil(long end, ProxyUnderTest proxy, int port) throws IOException {
        for (int version = 1; System.nanoTime() - end < 0; version++) {
            write(rules(port, version));
            if (!proxy.reload()) tally.broken("a good configuration was refused");
            tally.count("reload");
            LockSupport.parkNanos(RELOAD_NANOS);
        }
    }

    private void run(ProxyUnderTest proxy, ChaosUpstream upstream, int firstNumber, Duration length) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS + 1);
        long end = System.nanoTime() + length.toNanos();
        List<Future<?>> runs = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            ChaosClient client = new ChaosClient(proxy.port(), firstNumber + i, tally, SEED);
            runs.add(clients.submit(() -> {
                client.run(end);
                return null;
            }));
        }
        runs.add(clients.submit(() -> {
            reloadUntil(end, proxy, upstream.port());
            return null;
        }));
        for (Future<?> run : runs) run.get();
        clients.shutdown();
        clients.awaitTermination(10, TimeUnit.SECONDS);
    }

    /** Bytes in use, when nothing is in flight. */
    private static long heap(ProxyUnderTest proxy) {
        proxy.awaitNothingLeased();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }

    /** The container keeps its own for a while, and the upstream's end with their connections. */
    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> !thread.getName().startsWith("qtp") && !thread.getName().startsWith("chaos-")).count();
    }

    private static void awaitThreads(long before) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (threads() > before + THREAD_SLACK && System.nanoTime() - end < 0) LockSupport.parkNanos(10_000_000);
    }

    private void report(ChaosUpstream upstream, long heapBefore, long heapAfter) {
        System.out.printf("chaos run on JDK %s, seed %d, %d s: %d clients, %d requests, %d reloads, %d upstream connections%n  faults injected: %d of %d, %s%n  outcomes: %s, %d left by their clients%n"
                        + "  invariants broken: %d; heap %d MiB before, %d MiB after; nothing leased%n", Runtime.version().feature(), SEED, LENGTH.toSeconds(), CLIENTS, tally.total("requests"), tally.total("reload"), upstream.connections(),
                tally.total("fault ") - tally.total("fault NONE"), tally.total("fault "), tally.all("fault "), tally.all("answer "), tally.total("left by the client"), tally.broken().size(), heapBefore >> 20, heapAfter >> 20);
    }
}
