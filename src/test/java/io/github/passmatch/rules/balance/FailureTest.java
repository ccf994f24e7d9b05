package io.github.passmatch.rules.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.rules.connection.WorkerFlag;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Errors of members, failover and recovery. */
class FailureTest {

    @Test
    void aDeadMemberIsTriedAgainAfterRetry() {
        BalancedRequests requests = new BalancedRequests("a:retry=1 b", "");
        requests.down.add("a");
        assertEquals("b b b", requests.ask(3));
        requests.down.clear();
        assertEquals("b b", requests.ask(2));
        requests.now += 1000;
        assertEquals(2, requests.tally(4).get("a"));
    }

    @Test
    void onlyOneRequestAtATimeTriesAMemberAfterRetry() {
        BalancedRequests requests = new BalancedRequests("a:retry=1 b", "");
        requests.down.add("a");
        requests.ask(2);
        requests.comeBack();
        requests.ask(1);
        try (Attempts trial = requests.begin()) {
            assertEquals("a", BalancedRequests.name(requests.last));
            assertEquals("b b b", requests.ask(3));
            assertEquals(List.of(Skip.Reason.ON_TRIAL), requests.last.skips().stream().map(Skip::reason).toList());
            trial.answered(200, requests.now);
        }
        assertTrue(requests.state("a").error().isEmpty());
        assertEquals(2, requests.tally(4).get("a"));
    }

    @Test
    void aTrialWithoutResponseLeavesTheNextTrialToAnotherRequest() {
        BalancedRequests requests = new BalancedRequests("a:retry=1 b:status=H", "");
        requests.down.add("a");
        requests.ask(1);
        requests.comeBack();
        requests.begin().close();
        assertEquals("a", requests.ask(1));
    }

    @Test
    void theEndOfAnEarlierTrialDoesNotLetAnotherRequestJoinTheNextTrial() {
        BalancedRequests requests = new BalancedRequests("a:retry=1 b:status=H", "");
        requests.down.add("a");
        requests.ask(1);
        requests.comeBack();
        Attempts earlier = requests.begin();
        earlier.answered(200, requests.now);
        requests.down.add("a");
        assertEquals("b", requests.ask(1));
        requests.comeBack();
        try (Attempts trial = requests.begin()) {
            assertEquals("a", BalancedRequests.name(requests.last));
            earlier.close();
            assertEquals("b", requests.ask(1));
            assertFalse(trial.answered(200, requests.now).isPresent());
        }
        assertEquals("a", requests.ask(1));
    }

    @Test
    void aMemberOnTrialGetsMoreRequestsIfNobodyElseIsUsable() {
        BalancedRequests requests = new BalancedRequests("a:retry=1", "forcerecovery=off");
        requests.down.add("a");
        requests.ask(1);
        requests.comeBack();
        try (Attempts trial = requests.begin()) {
            assertEquals("a a", requests.ask(2));
            assertFalse(trial.mayRepeat());
        }
    }

    @Test
    void allMembersInErrorAreUsedAgainAtOnce() {
        BalancedRequests requests = new BalancedRequests("a b", "");
        requests.down.addAll(List.of("a", "b"));
        assertEquals("503 503", requests.ask(2));
        requests.down.remove("b");
        assertEquals("b b", requests.ask(2));
    }

    @Test
    void aDisabledMemberDoesNotBlockForcedRecovery() {
        BalancedRequests requests = new BalancedRequests("a b:status=D", "");
        requests.down.add("a");
        assertEquals("503", requests.ask(1));
        requests.down.clear();
        assertEquals("a", requests.ask(1));
    }

    @Test
    void withoutForcedRecoveryRetryMustPass() {
        BalancedRequests requests = new BalancedRequests("a:retry=1 b:retry=1", "forcerecovery=off");
        requests.down.addAll(List.of("a", "b"));
        assertEquals("503", requests.ask(1));
        requests.down.clear();
        assertEquals("503 503", requests.ask(2));
        assertEquals("no member: all members are in error, and forcerecovery is off", requests.last.sentence());
        requests.now += 1000;
        assertEquals(1, requests.tally(2).get("a"));
    }

    @Test
    void maxattemptsLimitsTheFailover() {
        BalancedRequests requests = new BalancedRequests("a b c d", "maxattempts=1");
        requests.down.addAll(List.of("a", "b", "c"));
        assertEquals("503 d d", requests.ask(3));
    }

    @Test
    void aMemberThatIgnoresErrorsStaysAndStopsTheFailover() {
        BalancedRequests requests = new BalancedRequests("a:status=I b", "");
        requests.down.add("a");
        assertEquals("503 b 503 b 503 b", requests.ask(6));
    }

    @Test
    void failonstatusPutsAMemberInErrorForLaterRequests() {
        BalancedRequests requests = new BalancedRequests("a:retry=1 b", "failonstatus=503");
        requests.statuses.put("a", 503);
        assertEquals("503 b b b", requests.ask(4));
        assertTrue(requests.last.skips().get(0).toString().endsWith("because failonstatus names the status of its response (503)"));
        requests.state("a").checkPassed();
        assertTrue(requests.state("a").error().isPresent(), "a check heals only connects");
        requests.statuses.clear();
        requests.now += 1000;
        assertEquals(2, requests.tally(4).get("a"));
    }

    @Test
    void severalBadResponsesInARowAreNeededWithFails() {
        BalancedRequests requests = new BalancedRequests("a", "failonstatus=503 fails=3");
        requests.statuses.put("a", 503);
        requests.ask(2);
        requests.statuses.clear();
        requests.ask(1);
        requests.statuses.put("a", 503);
        requests.ask(2);
        assertTrue(requests.state("a").error().isEmpty());
        requests.ask(1);
        assertTrue(requests.state("a").error().isPresent());
    }

    @Test
    void renewedErrorsLastLongerWithFails() {
        BalancedRequests requests = new BalancedRequests("a:retry=1 b", "failonstatus=503 fails=1");
        requests.statuses.put("a", 503);
        List<Long> lengths = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            requests.ask(4);
            MemberError error = requests.state("a").error().orElseThrow();
            lengths.add((error.until() - error.since()) / 1000);
            requests.now = error.until();
        }
        assertEquals(List.of(1L, 2L, 4L, 8L, 10L, 10L), lengths);
    }

    @Test
    void notMoreThanMaxerrorPercentOfASetAreEjectedByResponses() {
        BalancedRequests requests = new BalancedRequests("a b c d", "failonstatus=503 maxerror=50");
        for (String name : List.of("a", "b", "c", "d")) requests.statuses.put(name, 503);
        requests.ask(20);
        assertEquals(2, requests.balancing.members().stream().filter(one -> one.state().error().isPresent()).count());
    }

    @Test
    void theLastMemberIsNeverEjectedByResponses() {
        BalancedRequests requests = new BalancedRequests("a", "failonstatus=503 maxerror=99");
        requests.statuses.put("a", 503);
        requests.ask(3);
        assertTrue(requests.state("a").error().isEmpty());
    }

    @Test
    void failontimeoutPutsAMemberInError() {
        for (String setting : List.of("on", "off")) {
            BalancedRequests requests = new BalancedRequests("a b", "failontimeout=" + setting);
            try (Attempts slow = requests.begin()) {
                slow.timedOut(requests.now);
            }
            assertEquals(setting.equals("on"), requests.state("a").error().isPresent());
        }
    }

    @Test
    void aFullPoolSendsTheRequestToAnotherMemberWithoutError() {
        BalancedRequests requests = new BalancedRequests("a b", "");
        try (Attempts attempts = requests.begin()) {
            attempts.exclude();
            assertTrue(attempts.mayRepeat());
            assertEquals("b", BalancedRequests.name(attempts.next(requests.now)));
            assertEquals(0, requests.state("a").busy());
            attempts.exclude();
            assertFalse(attempts.mayRepeat());
            assertEquals(Choice.Reason.ALL_TRIED, attempts.next(requests.now).reason());
        }
        assertTrue(requests.state("a").error().isEmpty());
    }

    @Test
    void aFullPoolDoesNotForceTheRecoveryOfTheOtherMembers() {
        BalancedRequests requests = new BalancedRequests("a b", "");
        requests.down.add("b");
        assertEquals("a a", requests.ask(2));
        try (Attempts attempts = requests.begin()) {
            assertEquals("a", BalancedRequests.name(requests.last));
            attempts.exclude();
            assertTrue(attempts.mayRepeat());
            assertEquals(Choice.Reason.ALL_TRIED, attempts.next(requests.now).reason());
        }
        assertTrue(requests.state("b").error().isPresent());
    }

    @Test
    void aSuccessfulCheckEndsTheErrorOfAConnect() {
        BalancedRequests requests = new BalancedRequests("a b", "");
        requests.down.add("a");
        requests.ask(2);
        requests.down.clear();
        requests.state("a").checkPassed();
        assertTrue(requests.ask(2).contains("a"));
    }

    @Test
    void checksThatFailEverywhereAreNotForcedToRecover() {
        BalancedRequests requests = new BalancedRequests("a b", "");
        requests.state("a").checkFailed("no answer");
        requests.state("b").change(WorkerFlag.CHECK_FAILED, true, 0);
        assertEquals("503 503", requests.ask(2));
        requests.state("b").checkPassed();
        assertEquals("b", requests.ask(1));
    }

    @Test
    void theBudgetLimitsRepeatedRequests() {
        BalancedRequests requests = new BalancedRequests("a b", "retrybudget=20");
        List<Attempts> open = new ArrayList<>();
        for (int i = 0; i < 10; i++) open.add(requests.begin());
        assertEquals(3, open.stream().filter(Attempts::mayRepeat).count(), "at least three");
        for (int i = 0; i < 10; i++) open.add(requests.begin());
        assertEquals(1, open.stream().skip(10).filter(Attempts::mayRepeat).count(), "a fifth of twenty");
        open.forEach(Attempts::close);
        try (Attempts later = requests.begin()) {
            assertTrue(later.mayRepeat());
        }
    }

    @Test
    void aRequestWithoutMemberWaitsAsLongAsTimeoutSays() {
        BalancedRequests requests = new BalancedRequests("a", "timeout=4");
        try (Attempts attempts = requests.begin()) {
            assertEquals(OptionalLong.of(1040), attempts.looksAgain(1000, 1000));
            assertEquals(OptionalLong.empty(), attempts.looksAgain(1000, 5000));
        }
        try (Attempts attempts = new BalancedRequests("a", "").begin()) {
            assertEquals(OptionalLong.empty(), attempts.looksAgain(0, 0));
        }
    }
}
