package io.github.passmatch.rules.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.rules.connection.WorkerFlag;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which members may be chosen: sets, spares, standbys, flags (observed on httpd 2.4.71). */
class CandidatesTest {

    @ParameterizedTest(name = "{0}, down {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            a:lbset=1 b c                         | -   | b c b c
            a b:lbset=1 c:lbset=1                 | a   | b c b c
            a b:status=H c:status=H               | -   | a a
            a b:status=H c:status=H               | a   | b c b c
            a b:status=D c:status=R d:status=R    | -   | a c a c
            a b:status=R                          | -   | a a a
            a:status=R                            | -   | 503
            a b:status=RH                         | a   | b b
            a b:status=H c:lbset=1                | a   | b b
            a b:status=N c:status=R               | -   | a c a c
            a:status=NH b:status=R c              | -   | c c
            a b:status=D                          | -   | a a
            a b:status=S                          | -   | a a
            a b:status=C                          | -   | a a
            a:status=C                            | -   | 503 503
            a:status=E b                          | -   | a b
            """)
    void theLowestSetWithAUsableMemberIsUsed(String members, String down, String answers) {
        BalancedRequests requests = new BalancedRequests(members, "");
        requests.down.add(down);
        assertEquals(answers, requests.ask(answers.split(" ").length));
    }

    @Test
    void theChoiceSaysWhyTheOtherMembersWereSkipped() {
        BalancedRequests requests = new BalancedRequests("a b:status=D c:status=N d:status=H e:lbset=1 f:status=R", "");
        requests.down.add("a");
        requests.ask(1);
        requests.state("d").checkFailed("GET /health answered 500");
        requests.ask(1);
        assertEquals("chosen: next in turn (share 1 of 1), with hot spares for missing members", requests.last.sentence());
        assertEquals(List.of(
                "skipped: http://a: in error until 1970-01-01T00:17:40Z, because the connect failed (connection refused); a connect is tried every 2 s",
                "skipped: http://b: it is disabled (status D)",
                "skipped: http://c: it drains: it gets only requests of its sessions (status N)",
                "skipped: http://d: its health check failed: GET /health answered 500",
                "skipped: http://e: a member of a lower lbset is usable"), requests.last.skips().stream().map(Skip::toString).toList());
    }

    @Test
    void flagsMayBeChangedWhileTheProxyRuns() {
        BalancedRequests requests = new BalancedRequests("a b", "");
        requests.state("a").change(WorkerFlag.DISABLED, true, 0);
        assertEquals("b b b", requests.ask(3));
        requests.state("a").change(WorkerFlag.DISABLED, false, 0);
        assertEquals(2, requests.tally(4).get("a"));
    }

    @Test
    void statesSurviveAConfigurationThatIsReadAgain() {
        BalancerState state = new BalancerState();
        BalancedRequests before = new BalancedRequests("a b", "", state);
        before.down.add("a");
        before.ask(2);
        before.state("b").change(WorkerFlag.DRAINING, true, 0);
        BalancedRequests after = new BalancedRequests("a b c", "", state);
        assertEquals("c c c", after.ask(3));
        assertEquals(List.of(Skip.Reason.IN_ERROR, Skip.Reason.DRAINING), after.last.skips().stream().map(Skip::reason).toList());
        assertEquals(2, after.state("b").elected());
    }

    @Test
    void aRequestOfTheConfigurationBeforeIsStillCountedOnItsMember() {
        BalancerState state = new BalancerState();
        BalancedRequests before = new BalancedRequests("a b", "lbmethod=bybusyness", state);
        try (Attempts slow = before.begin()) {
            BalancedRequests after = new BalancedRequests("a b", "lbmethod=bybusyness", state);
            assertEquals("b b", after.ask(2));
            assertEquals(1, after.state("a").busy());
            slow.answered(200, before.now);
        }
        assertEquals(0, before.state("a").busy());
    }

    @Test
    void duringAReloadEachConfigurationHasItsOwnMembers() {
        BalancerState state = new BalancerState();
        BalancedRequests before = new BalancedRequests("a b", "", state);
        before.ask(2);
        BalancedRequests after = new BalancedRequests("b c", "", state);
        for (int i = 0; i < 3; i++) {
            assertFalse(after.ask(2).contains("a"));
            assertFalse(before.ask(2).contains("c"));
        }
        assertEquals(0, after.state("b").busy());
    }

    @Test
    void statesBelongToTheBalancerAndTheMember() {
        Balancer one = BalancedRequests.balancer("a b", "");
        Balancings first = Balancings.NONE.next(List.of(one));
        MemberState state = first.find("c").orElseThrow().members().get(0).state();
        Balancings second = first.next(List.of(BalancedRequests.balancer("b a", "maxattempts=1")));
        assertSame(state, second.find("c").orElseThrow().members().get(1).state());
        assertTrue(second.next(List.of()).find("c").isEmpty());
        assertNotSame(state, second.next(List.of()).next(List.of(one)).find("c").orElseThrow().members().get(0).state());
    }

    @Test
    void concurrentRequestsAreCountedExactly() throws Exception {
        for (String method : List.of("byrequests", "bytraffic", "bybusyness", "bybusyness choices=2")) {
            BalancedRequests requests = new BalancedRequests("a b c d", "lbmethod=" + method);
            ExecutorService threads = Executors.newFixedThreadPool(4);
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 4; i++)
                all.add(threads.submit(() -> {
                    for (int n = 0; n < 1000; n++)
                        try (Attempts attempts = requests.balancing.begin("/", null, List.of())) {
                            attempts.next(n);
                            attempts.transferred(1, 1);
                            attempts.answered(200, n);
                        }
                }));
            for (Future<?> one : all) one.get();
            threads.shutdown();
            List<MemberState> states = requests.balancing.members().stream().map(Standing::state).toList();
            assertEquals(4000, states.stream().mapToLong(MemberState::elected).sum(), method);
            assertEquals(8000, states.stream().mapToLong(state -> state.sent() + state.read()).sum(), method);
            assertEquals(0, states.stream().mapToInt(MemberState::busy).sum(), method);
            if (method.equals("byrequests")) assertEquals(List.of(1000L, 1000L, 1000L, 1000L), states.stream().map(MemberState::elected).toList());
        }
    }

    @Test
    void aPreviewChangesNothing() {
        BalancedRequests requests = new BalancedRequests("a b", "");
        for (int i = 0; i < 3; i++) assertEquals("a", BalancedRequests.name(requests.balancing.preview("/", null, List.of(), requests.now)));
        assertEquals("a b", requests.ask(2));
        assertEquals(1, requests.state("a").elected());
    }
}
