package io.github.passmatch.rules.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.rules.connection.WorkerFlag;
import io.github.passmatch.rules.health.CheckResult;
import io.github.passmatch.rules.health.HealthCheck;
import io.github.passmatch.rules.health.HealthMethod;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the results of checks change: the flag C, the counts, and errors. */
class CheckHistoryTest {

    private long now = 1000;

    private static Standing standing(String member, int fails, int passes) {
        Member plain = BalancedRequests.member(member);
        Member checked = new Member(plain.url(), plain.rule(), plain.role(),
                Optional.of(new HealthCheck(HealthMethod.GET, "/", passes, fails, Duration.ofSeconds(1), Duration.ofSeconds(1), Optional.empty(), Optional.empty())));
        return new Balancing(new Balancer("c", "", plain.place(), Balancer.Settings.DEFAULT, List.of(checked)), new BalancerState()).members().get(0);
    }

    private Set<CheckHistory.Effect> check(Standing one, boolean passed) {
        now += 1000;
        return one.checked(passed ? CheckResult.passed("status 200") : CheckResult.failed("status 500"), now);
    }

    /** {@code +}: a check passes, {@code -}: it fails; C after each check: out. */
    @ParameterizedTest(name = "{0}, hcfails={1}, hcpasses={2}")
    @CsvSource({"-+-+, 1, 1, -C+.-C+.", "--++, 2, 2, -.-C+C+.", "-+--, 2, 1, -.+.-.-C", "---+-++, 3, 2, -.-.-C+C-C+C+.", "+++-, 1, 9, +.+.+.-C"})
    void onlyResultsInARowCount(String results, int fails, int passes, String expected) {
        Standing one = standing("a", fails, passes);
        StringBuilder seen = new StringBuilder();
        for (int i = 0; i < results.length(); i++) {
            char result = results.charAt(i);
            check(one, result == '+');
            seen.append(result).append(one.has(WorkerFlag.CHECK_FAILED) ? 'C' : '.');
        }
        assertEquals(expected, seen.toString());
    }

    @Test
    void eachEntryAndEachReturnIsToldOnce() {
        Standing one = standing("a", 1, 1);
        assertEquals(Set.of(), check(one, true));
        assertEquals(Set.of(CheckHistory.Effect.OUT), check(one, false));
        assertEquals(Set.of(), check(one, false));
        assertEquals(Set.of(CheckHistory.Effect.BACK), check(one, true));
    }

    @Test
    void theHistoryTellsSinceWhen() {
        Standing one = standing("a", 3, 1);
        check(one, false);
        check(one, false);
        CheckHistory history = one.state().checks().orElseThrow();
        assertEquals(2000, history.since());
        assertEquals(3000, history.at());
        assertEquals(2, history.fails());
        assertFalse(history.everPassed());
    }

    @Test
    void aMemberThatStartsWithCIsOutUntilItsFirstPass() {
        Standing one = standing("a:status=C", 1, 1);
        assertTrue(one.has(WorkerFlag.CHECK_FAILED));
        assertEquals(Set.of(CheckHistory.Effect.BACK), check(one, true));
        assertFalse(one.has(WorkerFlag.CHECK_FAILED));
    }

    @Test
    void aPassEndsAnErrorOfAConnectAndNotOneOfAResponse() {
        Standing one = standing("a", 1, 2);
        one.state().fail(ErrorCause.CONNECT, "refused", now, 60_000, Ejection.DEFAULT);
        assertEquals(Set.of(), check(one, true));
        assertTrue(one.state().error().isPresent());
        assertEquals(Set.of(CheckHistory.Effect.BACK), check(one, true));
        assertTrue(one.state().error().isEmpty());
        one.state().fail(ErrorCause.STATUS, "503", now, 60_000, Ejection.DEFAULT);
        check(one, true);
        assertEquals(Set.of(), check(one, true));
        assertTrue(one.state().error().isPresent());
    }

    @Test
    void aResponseMayDrainTheMemberAndAMissingOneChangesNothing() {
        Standing one = standing("a", 2, 1);
        assertEquals(Set.of(CheckHistory.Effect.DRAINS), one.checked(new CheckResult(true, "status 200", Optional.of(true)), now));
        assertTrue(one.has(WorkerFlag.DRAINING));
        assertEquals(Set.of(), one.checked(CheckResult.failed("connection refused"), now));
        assertTrue(one.has(WorkerFlag.DRAINING));
        assertEquals(Set.of(CheckHistory.Effect.TAKES_SESSIONS), one.checked(new CheckResult(true, "status 200", Optional.of(false)), now));
        assertFalse(one.has(WorkerFlag.DRAINING));
    }
}
