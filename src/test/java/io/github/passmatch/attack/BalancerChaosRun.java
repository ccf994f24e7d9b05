package io.github.passmatch.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.testing.ProxyUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
 * Clients and tunnels over a balancer whose members die, stall, come back and are drained, while the configuration is read again and again ({@code mvn -Pchaos test}). Not part of the normal build. At each moment one
 * member at least lives and is not drained: then no GET is lost but those that a stalled member has received, no POST is sent twice, no request reaches a drained member, sessions stay where they were while their
 * member lives, a tunnel ends only with its member, and no byte reaches another client.
 */
class BalancerChaosRun {

    private static final long SEED = Long.getLong("passmatch.seed", System.nanoTime());
    private static final Duration LENGTH = Duration.ofSeconds(Long.getLong("passmatch.chaos.seconds", 60)).dividedBy(3);
    private static final int MEMBERS = 4;
    private static final int CLIENTS = 60;
    private static final int TUNNELS = 30;
    private static final List<ChaosMember.Life> LIVES = List.of(ChaosMember.Life.UP, ChaosMember.Life.DEAD, ChaosMember.Life.STALLED);
    private static final long STEP_NANOS = 400_000_000L;
    private static final List<Logger> QUIET = List.of(Logger.getLogger("io.github.passmatch.forward"), Logger.getLogger("passmatch"));

    @TempDir
    private Path directory;
    private final ChaosTally tally = new ChaosTally();
    private final Random random = new Random(SEED);
    private final Set<String> swallowed = ConcurrentHashMap.newKeySet();

    @Test
    void noRequestIsLostAndNothingIsMixedUpWhileOneMemberLives() throws Exception {
        QUIET.forEach(logger -> logger.setLevel(Level.SEVERE));
        List<ChaosMember> members = new ArrayList<>();
        Map<String, String> lastPosts = new ConcurrentHashMap<>();
        for (int i = 0; i < MEMBERS; i++) members.add(new ChaosMember(i, tally, lastPosts, swallowed));
        try (ProxyUnderTest proxy = ProxyUnderTest.ofFile(write(rules(members, 0)))) {
            run(proxy, members);
            System.out.printf("chaos run with a balancer on JDK %s, seed %d, %d s: %d clients, %d tunnels at a time, %d requests, %d reloads%n  members: %s; outcomes: %s; tunnels: %s; late: %d; invariants broken: %d%n", Runtime.version().feature(), SEED,
                    LENGTH.toSeconds(), CLIENTS, TUNNELS, tally.total("requests"), tally.total("reload"), tally.all("member "), tally.all("answer "), tally.all("tunnel "), tally.total("late "), tally.broken().size());
            assertEquals(List.of(), tally.broken(), "seed " + SEED);
            proxy.awaitNothingLeased();
            assertTrue(tally.total("answer GET 200") > CLIENTS && tally.total("answer tunnel 101") > TUNNELS, "most requests are answered");
            write("# nothing");
            assertTrue(proxy.reload());
            for (ChaosMember member : members) assertEquals(0, awaitNoneOpen(member), "connections that nobody needs are open, seed " + SEED);
        } finally {
            for (ChaosMember member : members) member.close();
        }
    }

    private static int awaitNoneOpen(ChaosMember member) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (member.openConnections() > 0 && System.nanoTime() - end < 0) LockSupport.parkNanos(10_000_000);
        return member.openConnections();
    }

    private static String rules(List<ChaosMember> members, int version) {
        StringBuilder text = new StringBuilder("<Proxy balancer://chaos>\n");
        for (int i = 0; i < members.size(); i++)
            text.append("  BalancerMember http://127.0.0.1:").append(members.get(i).port()).append(" route=m").append(i).append(" retry=1 timeout=3 upgrade=websocket ttl=").append(60 + version % 2)
                    .append(members.get(i).isDrained() ? " status=+N" : "").append('\n');
        return text + "</Proxy>\nProxyWebsocketIdleTimeout 0\nProxyPass /sticky balancer://chaos/sticky stickysession=ROUTE lbmethod=" + (version % 3 == 0 ? "bybusyness" : "byrequests") + "\nProxyPass /any balancer://chaos/any\n";
    }

    private Path write(String configuration) throws IOException {
        Path next = Files.writeString(directory.resolve("next.conf"), configuration);
        return Files.move(next, directory.resolve("proxy.conf"), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private void run(ProxyUnderTest proxy, List<ChaosMember> members) throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        long end = System.nanoTime() + LENGTH.toNanos();
        List<Future<?>> runs = new ArrayList<>();
        for (int i = 0; i < CLIENTS + TUNNELS; i++) {
            boolean tunnels = i >= CLIENTS;
            BalancerChaosClient client = new BalancerChaosClient(proxy.port(), i, members, swallowed, tally, SEED);
            runs.add(threads.submit(() -> {
                client.run(tunnels, end);
                return null;
            }));
        }
        for (int version = 1; System.nanoTime() - end < 0; version++) {
            step(proxy, members, version);
            LockSupport.parkNanos(STEP_NANOS);
        }
        for (ChaosMember member : members) member.become(ChaosMember.Life.UP, random);
        for (Future<?> run : runs) run.get();
        threads.shutdown();
        threads.awaitTermination(10, TimeUnit.SECONDS);
    }

    /** One member changes its life, and now and then one is drained or is used again. The one that must live is another one every few seconds. */
    private void step(ProxyUnderTest proxy, List<ChaosMember> members, int version) throws IOException {
        ChaosMember lives = members.get(version / 10 % MEMBERS);
        if (version % 10 == 0) lives.become(ChaosMember.Life.UP, random);
        ChaosMember any = members.get(random.nextInt(MEMBERS));
        if (any != lives && version % 10 != 9) any.become(LIVES.get(random.nextInt(LIVES.size())), random);
        ChaosMember next = members.get((version + 1) / 10 % MEMBERS);
        next.become(ChaosMember.Life.UP, random);           // before it is the only one
        ChaosMember drained = members.get(random.nextInt(MEMBERS));
        boolean drains = drained != lives && drained != next && !drained.isDrained();
        boolean ends = drained.isDrained() || lives.isDrained() || next.isDrained();
        if (ends) for (ChaosMember member : members) member.drained(false);
        write(drains ? rules(members, version, drained) : rules(members, version));
        if (!proxy.reload()) tally.broken("a good configuration was refused");
        tally.count("reload");
        if (drains) {
            drained.drained(true);
            tally.count("member drained");
        }
    }

    private static String rules(List<ChaosMember> members, int version, ChaosMember drained) {
        return rules(members, version).replaceAll("(?m)(BalancerMember http://127.0.0.1:" + drained.port() + " .*?)( status=\\+N)?$", "$1 status=+N");
    }
}
