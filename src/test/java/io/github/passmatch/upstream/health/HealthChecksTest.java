package io.github.passmatch.upstream.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.config.ReadBalancers;
import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.rules.balance.Balancing;
import io.github.passmatch.rules.balance.Balancings;
import io.github.passmatch.rules.balance.CheckHistory;
import io.github.passmatch.rules.balance.Standing;
import io.github.passmatch.rules.connection.WorkerFlag;
import io.github.passmatch.testing.LogLines;
import io.github.passmatch.testing.RawUpstream;
import io.github.passmatch.upstream.reactor.Reactor;
import io.github.passmatch.upstream.time.Watchdog;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Members go out and come back by the results of their checks, over reloads, until the stop. */
@Timeout(60)
class HealthChecksTest {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    private static final String BAD = "HTTP/1.1 500 x\r\nContent-Length: 0\r\n\r\n";

    private final Reactor reactor = new Reactor();
    private final Watchdog watchdog = new Watchdog(() -> { });
    private final HealthChecks checks = new HealthChecks(reactor, watchdog, System::nanoTime);
    private final LogLines log = new LogLines("io.github.passmatch.upstream.health.HealthChecks");
    private Balancings balancings = Balancings.NONE;
    private volatile String answer = OK;

    HealthChecksTest() {
        watchdog.start();
    }

    @AfterEach
    void stop() {
        watchdog.close();
        checks.close();
        reactor.close();
        log.close();
        assertTrue(Thread.getAllStackTraces().keySet().stream().noneMatch(thread -> thread.getName().startsWith("passmatch-health")), "a thread is left");
    }

    private RawUpstream server() throws IOException {
        return new RawUpstream(peer -> {
            if (peer.read() != null) peer.send(answer);
        });
    }

    /** Reads a configuration in place of the one before. */
    private List<Standing> use(String... members) {
        String text = "ProxyHCExpr drains {%{resp:X-State} == 'draining'}\n" + String.join("\n", members).replaceAll("(?m)^", "BalancerMember balancer://c ");
        balancings = balancings.next(ReadBalancers.of(text, new Problems()));
        Balancing balancing = balancings.find("c").orElseThrow();
        checks.use(List.of(balancing));
        return balancing.members();
    }

    /** The line of a member that is out, because its check fails. */
    private String out(RawUpstream server) {
        answer = BAD;
        String line = "http://" + server.authority() + " hcmethod=GET hcinterval=100ms hctimeout=9";
        List<Standing> members = use(line);
        until(() -> isOut(members.get(0)));
        return line;
    }

    private static void until(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) Thread.onSpinWait();
    }

    private static boolean isOut(Standing one) {
        return one.has(WorkerFlag.CHECK_FAILED);
    }

    private static String last(Standing one) {
        return one.state().checks().map(CheckHistory::last).orElseThrow().toString();
    }

    @Test
    void aMemberGoesOutAndComesBack() throws Exception {
        try (RawUpstream server = server()) {
            answer = BAD;
            List<Standing> members = use("http://" + server.authority() + " hcmethod=GET hcinterval=100ms hctimeout=9 hcfails=2 hcpasses=2", "http://127.0.0.1:1");
            until(() -> isOut(members.get(0)));
            assertEquals("failed: status 500", last(members.get(0)));
            assertEquals(Optional.of("status 500"), members.get(0).state().checkFailure());
            log.await("balancer://c: http://.* is not used any more: its health check \\(GET /\\) failed 2 times in a row: status 500. Usable: http://127.0.0.1:1");
            answer = OK;
            until(() -> !isOut(members.get(0)));
            log.await("balancer://c: http://.* is used again: its health check \\(GET /\\) passed 2 times in a row: status 200. Usable: http://.*, http://127.0.0.1:1");
            assertTrue(members.get(1).state().checks().isEmpty(), "no check without hcmethod");
        }
    }

    @Test
    void aMemberSaysThatItTakesNoNewSessions() throws Exception {
        try (RawUpstream server = server()) {
            answer = "HTTP/1.1 200 OK\r\nX-State: draining\r\nContent-Length: 0\r\n\r\n";
            List<Standing> members = use("http://" + server.authority() + " hcmethod=HEAD hcinterval=100ms hctimeout=9 hcdrain=drains");
            until(() -> members.get(0).has(WorkerFlag.DRAINING));
            log.await("balancer://c: http://.* drains: it gets only requests of its sessions, because hcdrain is true for its health check \\(HEAD /\\): status 200");
            answer = OK;
            until(() -> !members.get(0).has(WorkerFlag.DRAINING));
        }
    }

    @Test
    void theLogSaysIfNobodyIsLeftAndIfTheCheckIsProbablyWrong() throws Exception {
        try (RawUpstream a = server(); RawUpstream b = server()) {
            answer = BAD;
            List<Standing> members = use("http://" + a.authority() + " hcmethod=GET hcuri=/no hcinterval=100ms hctimeout=9", "http://" + b.authority() + " hcmethod=GET hcuri=/no hcinterval=100ms hctimeout=9");
            until(() -> members.stream().allMatch(HealthChecksTest::isOut));
            log.await("balancer://c: http://.* is not used any more: its health check \\(GET /no\\) failed: status 500. NO MEMBER IS USABLE, so requests are answered with 503. "
                    + "All checks have failed in the same way from the beginning: perhaps hcmethod, hcuri or hcexpr is wrong");
        }
    }

    @Test
    void aReloadKeepsTheStateAndContinuesTheChecks() throws Exception {
        try (RawUpstream server = server()) {
            String line = out(server);
            List<Standing> next = use(line, "http://127.0.0.1:1");
            assertTrue(isOut(next.get(0)));
            assertEquals(1, checks.count());
            answer = OK;
            until(() -> !isOut(next.get(0)));
            List<Standing> other = use(line + " hcuri=/other");
            int before = server.requests().size();
            until(() -> server.requests().size() > before && server.requests().get(server.requests().size() - 1).target().equals("/other"));
            assertTrue(!isOut(other.get(0)));
        }
    }

    @Test
    void aMemberThatIsNotCheckedAnyMoreIsUsable() throws Exception {
        try (RawUpstream server = server()) {
            String line = out(server);
            List<Standing> next = use(line.replace("hcmethod=GET ", ""));
            assertTrue(!isOut(next.get(0)));
            assertEquals(0, checks.count());
        }
    }

    @Test
    void aStoppedMemberIsNotCheckedAndADisabledOneIs() throws Exception {
        try (RawUpstream stopped = server(); RawUpstream disabled = server()) {
            use("http://" + stopped.authority() + " hcmethod=GET hcinterval=100ms hctimeout=9 status=+S", "http://" + disabled.authority() + " hcmethod=GET hcinterval=100ms hctimeout=9 status=+D");
            until(() -> disabled.requests().size() > 3);
            assertEquals(0, stopped.connections());
        }
    }

    @Test
    void manyMembersAreCheckedAndTheStopEndsAllConnections() throws Exception {
        try (RawUpstream server = new RawUpstream(peer -> {
            while (peer.readByte() >= 0) Thread.onSpinWait();
        })) {
            String[] lines = new String[60];
            for (int i = 0; i < lines.length; i++) lines[i] = "http://" + server.authority() + "/" + i + " hcmethod=GET hcinterval=100ms hctimeout=60";
            use(lines);
            until(() -> server.connections() == lines.length);
            stop();
            for (int i = 0; i < lines.length; i++) assertTrue(server.awaitClosedConnection());
        }
    }
}
