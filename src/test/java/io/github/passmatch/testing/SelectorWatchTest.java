package io.github.passmatch.testing;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The detector itself: the name of the method is what a thread for a selector has on its stack. */
@Timeout(30)
class SelectorWatchTest {

    private final CountDownLatch end = new CountDownLatch(1);
    private final ReentrantLock lock = new ReentrantLock();

    @Test
    void aWaitForAnEventIsFound() throws Exception {
        assertFound(() -> end.await(20, TimeUnit.SECONDS));
    }

    @Test
    void aWaitForALockThatIsNotReleasedIsFound() throws Exception {
        lock.lock();
        try {
            assertFound(() -> {
                if (lock.tryLock()) throw new IllegalStateException("the test holds the lock");
                lock.lockInterruptibly();
            });
        } finally {
            lock.unlock();
        }
    }

    private void assertFound(Wait wait) throws Exception {
        SelectorWatch watch = SelectorWatch.start();
        Thread waiting = new Thread(() -> runSelecting(wait), "qtp-planted");
        waiting.start();
        while (watch.found().isEmpty()) LockSupport.parkNanos(10_000_000);
        end.countDown();
        waiting.interrupt();
        waiting.join();
        assertTrue(assertThrows(AssertionError.class, watch::close).getMessage().contains("qtp-planted waits for "));
    }

    private static void runSelecting(Wait wait) {
        try {
            wait.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private interface Wait {
        void run() throws InterruptedException;
    }
}
