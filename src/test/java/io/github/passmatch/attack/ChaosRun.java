package io.github.passmatch.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.testing.ProxyUnderTest;
import java.lang.management.ManagementFactory;
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

/**
 * Two hundred clients, some of which leave, against an upstream that does wrong whatever an upstream can ({@code mvn -Pchaos test}). Not part of the normal build. Whatever happens, no answer
 * reaches the wrong client, no body is delivered as whole that was not, nobody waits for ever, and at the end all is as at the start.
 */
class ChaosRun {

    private static final long SEED = Long.getLong("passmatch.seed", System.nanoTime());
    private static final Duration LENGTH = Duration.ofSeconds(Long.getLong("passmatch.chaos.seconds", 60));
    private static final int CLIENTS = 200;
    private static final long HEAP_SLACK = 24L << 20;
    private static final int THREAD_SLACK = 4;
    /** Each failure is a line of the log otherwise; kept, because loggers are forgotten when nobody holds them. */
    private static final Logger QUIET = Logger.getLogger("io.github.passmatch.forward");

    private final ChaosTally tally = new ChaosTally();

    @Test
    void nothingIsMixedUpNothingIsTakenForWholeAndNothingIsLeftBehind() throws Exception {
        QUIET.setLevel(Level.SEVERE);
        try (ChaosUpstream upstream = new ChaosUpstream(tally, SEED); ProxyUnderTest proxy = new ProxyUnderTest(rules(upstream.port()))) {
            run(proxy.port(), 0, LENGTH.dividedBy(4));       // warm: classes, buffers, pools
            long heapBefore = heap(proxy);
            long threadsBefore = threads();
            run(proxy.port(), CLIENTS, LENGTH.multipliedBy(3).dividedBy(4));
            long heapAfter = heap(proxy);
            awaitThreads(threadsBefore);
            report(upstream, heapBefore, heapAfter);
            assertEquals(List.of(), tally.broken(), "seed " + SEED);
            assertEquals(0, proxy.leased());
            assertTrue(threads() <= threadsBefore + THREAD_SLACK, () -> "threads: " + threadsBefore + " before, " + threads() + " after");
            assertTrue(heapAfter < heapBefore + HEAP_SLACK, "heap: " + (heapBefore >> 20) + " MiB before, " + (heapAfter >> 20) + " MiB after");
            assertTrue(tally.total("answer 200") > CLIENTS, "most requests are answered");
        }
    }

    private static String[] rules(int port) {
        String limits = " max=100 acquire=2s timeout=700ms totaltimeout=5s";
        return new String[] {"ProxyPass /kept http://127.0.0.1:" + port + "/kept" + limits, "ProxyPass /once http://127.0.0.1:" + port + "/once disablereuse=on" + limits};
    }

    private void run(int port, int firstNumber, Duration length) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        long end = System.nanoTime() + length.toNanos();
        List<Future<?>> runs = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            ChaosClient client = new ChaosClient(port, firstNumber + i, tally, SEED);
            runs.add(clients.submit(() -> {
                client.run(end);
                return null;
            }));
        }
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
        System.out.printf("chaos run on JDK %s, seed %d, %d s: %d clients, %d requests, %d upstream connections%n  faults injected: %d of %d, %s%n  outcomes: %s, %d left by their clients%n"
                        + "  invariants broken: %d; heap %d MiB before, %d MiB after; nothing leased%n", Runtime.version().feature(), SEED, LENGTH.toSeconds(), CLIENTS, tally.total("requests"), upstream.connections(),
                tally.total("fault ") - tally.total("fault NONE"), tally.total("fault "), tally.all("fault "), tally.all("answer "), tally.total("left by the client"), tally.broken().size(), heapBefore >> 20, heapAfter >> 20);
    }
}
