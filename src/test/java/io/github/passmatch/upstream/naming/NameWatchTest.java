package io.github.passmatch.upstream.naming;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.config.ReadBalancers;
import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.rules.balance.Balancing;
import io.github.passmatch.rules.balance.Balancings;
import io.github.passmatch.rules.naming.Endpoint;
import io.github.passmatch.rules.naming.Lookup;
import io.github.passmatch.rules.naming.NameAnswer;
import io.github.passmatch.rules.target.Authority;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class NameWatchTest {

    private final Map<String, NameAnswer> dns = new ConcurrentHashMap<>();
    private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private Balancings balancings = Balancings.NONE;
    private final NameWatch watch = new NameWatch(this::lookUp, this::changed);

    @AfterEach
    void close() {
        watch.close();
    }

    private NameAnswer lookUp(Lookup lookup) {
        asked.add(lookup.name());
        return dns.getOrDefault(lookup.name(), NameAnswer.failed("the name does not exist"));
    }

    private boolean changed() {
        told.add("changed");
        return refusals.getAndDecrement() <= 0;
    }

    private void use(String... names) {
        StringBuilder lines = new StringBuilder();
        for (String name : names) lines.append("BalancerMember balancer://c http://").append(name).append(" resolve=all addressttl=1\n");
        balancings = balancings.next(ReadBalancers.of(lines.toString(), new Problems()));
        watch.use(balancings.all());
    }

    private static NameAnswer address(String address) {
        return NameAnswer.of(List.of(new Endpoint(Authority.address(address).orElseThrow(), 80)));
    }

    private void awaitAsked(String name) throws InterruptedException {
        while (!name.equals(asked.take())) Thread.onSpinWait();
    }

    @Test
    void newNamesAreLookedUpAtOnceAndLaterAgain() throws InterruptedException {
        dns.put("a", address("10.0.0.1"));
        use("a");
        watch.awaitFirst(Duration.ofSeconds(20));
        Balancing balancing = balancings.find("c").orElseThrow();
        assertEquals(1, balancing.name(balancing.balancer().names().get(0)).endpoints().size());
        dns.put("a", address("10.0.0.2"));
        long begin = System.nanoTime();
        told.take();
        told.take();
        assertTrue(System.nanoTime() - begin > Duration.ofMillis(500).toNanos(), "not before its time");
    }

    @Test
    void aChangeThatCannotBeMadeIsToldAgain() throws InterruptedException {
        refusals.set(2);
        dns.put("a", address("10.0.0.1"));
        use("a");
        for (int i = 0; i < 3; i++) told.take();
    }

    @Test
    void aFailureIsNoChange() {
        use("a");
        watch.awaitFirst(Duration.ofSeconds(20));
        watch.close();
        assertEquals(0, told.size());
    }

    @Test
    void aNameThatIsNotConfiguredAnyMoreIsNotLookedUp() throws InterruptedException {
        use("a", "b");
        watch.awaitFirst(Duration.ofSeconds(20));
        use("b");
        asked.clear();
        awaitAsked("b");
        awaitAsked("b");
        assertFalse(asked.contains("a"));
    }

    @Test
    void theFirstWaitEndsInTimeAndWithTheWatch() throws InterruptedException {
        CountDownLatch silent = new CountDownLatch(1);
        AtomicInteger begun = new AtomicInteger();
        try (NameWatch slow = new NameWatch(lookup -> {
            begun.incrementAndGet();
            try {
                silent.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return NameAnswer.failed("no DNS server has answered");
        }, () -> true)) {
            slow.use(Balancings.NONE.next(ReadBalancers.of("BalancerMember balancer://c http://a resolve=all", new Problems())).all());
            slow.awaitFirst(Duration.ofMillis(50));
        }
        assertTrue(begun.get() <= 1);
        silent.countDown();
    }
}
