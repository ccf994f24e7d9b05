package io.github.passmatch.upstream.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.config.ReadBalancers;
import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.rules.balance.Attempts;
import io.github.passmatch.rules.balance.Balancing;
import io.github.passmatch.rules.balance.Balancings;
import io.github.passmatch.rules.balance.ErrorCause;
import io.github.passmatch.rules.balance.Standing;
import io.github.passmatch.rules.connection.WorkerFlag;
import io.github.passmatch.testing.RawUpstream;
import io.github.passmatch.upstream.reactor.Reactor;
import io.github.passmatch.upstream.time.Watchdog;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which members in error are tried by connects, and when. */
@Timeout(60)
class ReconnectsTest {

    private final Reactor reactor = new Reactor();
    private final Watchdog watchdog = new Watchdog(() -> { });
    private final CheckThreads threads = new CheckThreads();
    private final AtomicLong clock = new AtomicLong();
    private final Reconnects reconnects = new Reconnects(reactor, watchdog, threads, clock::get);
    private Balancings balancings = Balancings.NONE;
    private RawUpstream server;

    @BeforeEach
    void start() throws IOException {
        watchdog.start();
        server = new RawUpstream(peer -> { });
    }

    @AfterEach
    void stop() throws IOException {
        watchdog.close();
        threads.close();
        reactor.close();
        server.close();
    }

    /** The configuration in force: one member, the server. */
    private Balancing use(String parameters, String... lines) {
        String text = "BalancerMember balancer://c http://" + server.authority() + " " + parameters + "\nBalancerMember balancer://c http://127.0.0.1:1 lbset=1\n" + String.join("\n", lines);
        balancings = balancings.next(ReadBalancers.of(text, new Problems()));
        Balancing balancing = balancings.find("c").orElseThrow();
        reconnects.use(List.of(balancing));
        return balancing;
    }

    private Standing fail(Balancing balancing, ErrorCause cause) {
        try (Attempts attempts = balancing.begin("/", null, List.of())) {
            Standing one = attempts.next(System.currentTimeMillis()).chosen().orElseThrow();
            if (cause == ErrorCause.STATUS) attempts.answered(503, System.currentTimeMillis());
            else attempts.failed(cause, "", System.currentTimeMillis());
            assertTrue(isInError(one));
            reconnects.failed(one);
            return one;
        }
    }

    private static boolean isInError(Standing one) {
        return one.state().error().orElseThrow().until() > System.currentTimeMillis();
    }

    private void later(int millis) {
        clock.addAndGet(millis * 1_000_000L);
        reconnects.round();
    }

    private void awaitConnection() {
        while (server.connections() != 1) Thread.onSpinWait();
    }

    private static void awaitReturn(Standing one) {
        while (isInError(one)) Thread.onSpinWait();
    }

    @Test
    void aMemberIsConnectedTwoSecondsAfterTheFailureAndThenOneRequestMayTryTheMember() {
        Balancing balancing = use("retry=60");
        Standing one = fail(balancing, ErrorCause.CONNECT);
        later(1999);
        assertTrue(isInError(one));
        later(1);
        awaitReturn(one);
        try (Attempts trial = balancing.begin("/", null, List.of()); Attempts other = balancing.begin("/", null, List.of())) {
            assertEquals(one, trial.next(System.currentTimeMillis()).chosen().orElseThrow());
            assertTrue(!other.next(System.currentTimeMillis()).chosen().orElseThrow().equals(one), "one request at a time");
        }
        awaitConnection();
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource({
            "retry=60, STATUS, ''",
            "retry=60, TLS, ''",
            "retry=60, PING, ''",
            "retry=2, CONNECT, ''",
            "retry=60 hcmethod=TCP hcinterval=60, CONNECT, ''",
            "retry=60, CONNECT, ProxyRemote * http://127.0.0.1:1",
    })
    void noConnectIsTried(String parameters, ErrorCause cause, String line) {
        Balancing balancing = use(parameters, "ProxySet balancer://c failonstatus=503", line);
        Standing one = fail(balancing, cause);
        later(2000);
        assertTrue(one.awaitsConnect(System.currentTimeMillis()).isEmpty());
        assertEquals(0, server.connections());
        assertTrue(!one.condition(System.currentTimeMillis()).contains("a connect is tried"));
    }

    @Test
    void aMemberThatIsDisabledIsTriedOnlyWhenEnabledAgain() {
        Standing one = fail(use("retry=60"), ErrorCause.CONNECT);
        one.state().change(WorkerFlag.DISABLED, true, 0);
        later(2000);
        assertTrue(isInError(one));
        assertEquals(0, server.connections());
        one.state().change(WorkerFlag.DISABLED, false, 0);
        later(0);
        awaitReturn(one);
    }

    @Test
    void aMemberThatIsConfiguredNoMoreIsNotTriedAndAReloadKeepsTheOthers() {
        Standing one = fail(use("retry=60"), ErrorCause.CONNECT);
        Balancing next = use("retry=60 route=a");
        later(2000);
        awaitReturn(one);
        awaitConnection();
        fail(next, ErrorCause.CONNECT);
        reconnects.use(List.of());
        later(2000);
        reconnects.failed(one);
        later(2000);
        assertEquals(1, server.connections());
    }
}
