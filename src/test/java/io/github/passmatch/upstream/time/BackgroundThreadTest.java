package io.github.passmatch.upstream.time;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.testing.LogLines;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(30)
class BackgroundThreadTest {

    private final Semaphore rounds = new Semaphore(0);

    static Stream<Throwable> faults() {
        return Stream.of(new IllegalStateException("a fault"), new OutOfMemoryError("a fault"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aFaultIsLoggedAndEndsOneRoundOnly(Throwable fault) throws Exception {
        AtomicBoolean failed = new AtomicBoolean();
        try (LogLines log = new LogLines(BackgroundThread.class.getName()); BackgroundThread thread = new BackgroundThread("passmatch-test", () -> {
            rounds.release();
            if (!failed.getAndSet(true)) BackgroundThreadTest.<RuntimeException>raise(fault);
            return Long.MAX_VALUE;
        })) {
            thread.start();
            assertTrue(rounds.tryAcquire(10, TimeUnit.SECONDS));
            assertTrue(rounds.tryAcquire(10, TimeUnit.SECONDS), "it has not gone on");
            log.await("passmatch-test failed, and continues");
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void raise(Throwable fault) throws T {
        throw (T) fault;
    }

    @Test
    void itRestsUntilItIsWoken() throws Exception {
        try (BackgroundThread thread = new BackgroundThread("passmatch-test", () -> {
            rounds.release();
            return Long.MAX_VALUE;
        })) {
            thread.start();
            for (int i = 0; i < 100; i++) {
                assertTrue(rounds.tryAcquire(10, TimeUnit.SECONDS), "round " + i);
                thread.wake();
            }
        }
    }

    @Test
    void anInterruptWakesItOnceAndLetsItRestAgain() throws Exception {
        AtomicReference<Thread> runner = new AtomicReference<>();
        try (BackgroundThread thread = new BackgroundThread("passmatch-test", () -> {
            runner.set(Thread.currentThread());
            rounds.release();
            return Long.MAX_VALUE;
        })) {
            thread.start();
            rounds.acquire();
            runner.get().interrupt();
            rounds.acquire();
            assertFalse(rounds.tryAcquire(10, 200, TimeUnit.MILLISECONDS), "it runs on and on");
        }
    }

    @Test
    void closingWaitsForTheRoundThatRunsAlsoWhenInterrupted() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicBoolean over = new AtomicBoolean();
        BackgroundThread thread = new BackgroundThread("passmatch-test", () -> {
            rounds.release();
            awaitQuietly(goOn);
            over.set(true);
            return 0;
        });
        thread.start();
        rounds.acquire();
        Thread closer = new Thread(() -> {
            thread.close();
            if (Thread.currentThread().isInterrupted() && over.get()) rounds.release(1_000);
        });
        closer.start();
        closer.interrupt();
        while (closer.getState() != Thread.State.WAITING) Thread.onSpinWait();
        assertFalse(over.get());
        goOn.countDown();
        closer.join();
        assertTrue(rounds.tryAcquire(1_000), "closed before its round was over, or the interrupt is lost");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
