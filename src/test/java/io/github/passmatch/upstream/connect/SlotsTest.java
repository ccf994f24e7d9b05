package io.github.passmatch.upstream.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.rules.connection.ConnectionSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests the limit of exchanges that have a connection at the same time. */
@Timeout(60)
class SlotsTest {

    @Test
    void whoHasWaitedLongestIsNext() {
        Slots slots = new Slots(1);
        assertTrue(slots.take().isDone());
        CompletableFuture<Void> second = slots.take();
        CompletableFuture<Void> third = slots.take();
        CompletableFuture<Void> fourth = slots.take();
        assertEquals(3, slots.waiting());
        slots.abandon(second);
        slots.give();
        assertTrue(third.isDone() && !fourth.isDone());
        assertEquals(1, slots.waiting());
        slots.abandon(third);       // the slot was given just before: the next one gets it
        assertTrue(fourth.isDone());
        slots.give();
        assertTrue(slots.take().isDone());
    }

    @Test
    void nobodyWaitsWhereThereIsNoLimit() {
        Slots slots = new Slots(ConnectionSettings.UNLIMITED);
        for (int i = 0; i < 10_000; i++) assertTrue(slots.take().isDone());
    }

    @Test
    void nobodyWaitsWhenItIsClosed() {
        Slots slots = new Slots(1);
        assertTrue(slots.take().isDone());
        CompletableFuture<Void> waiting = slots.take();
        slots.close();
        assertTrue(waiting.isCancelled());
        assertTrue(slots.take().isCancelled());
        slots.give();
    }

    @Test
    void noSlotIsLostOrMadeWhateverIsGivenUp() throws Exception {
        Slots slots = new Slots(3);
        AtomicInteger inUse = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            Thread thread = new Thread(() -> {
                for (int round = 0; round < 2_000; round++) useOne(slots, inUse, most);
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) thread.join();
        assertTrue(most.get() <= 3, () -> most + " at a time");
        assertEquals(0, slots.waiting());
        for (int i = 0; i < 3; i++) assertTrue(slots.take().isDone());
        assertFalse(slots.take().isDone());
    }

    private static void useOne(Slots slots, AtomicInteger inUse, AtomicInteger most) {
        CompletableFuture<Void> slot = slots.take();
        try {
            slot.get(ThreadLocalRandom.current().nextInt(50), TimeUnit.MICROSECONDS);
        } catch (TimeoutException e) {
            slots.abandon(slot);
            return;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        most.accumulateAndGet(inUse.incrementAndGet(), Math::max);
        Thread.onSpinWait();
        inUse.decrementAndGet();
        slots.give();
    }
}
