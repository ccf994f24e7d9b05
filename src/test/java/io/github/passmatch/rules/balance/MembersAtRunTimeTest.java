package io.github.passmatch.rules.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.rules.connection.WorkerFlag;
import io.github.passmatch.rules.match.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Members that come and go while the proxy runs, and members that drain. */
class MembersAtRunTimeTest {

    private static final long START = 1_000_000;

    private String given = "";
    private Balancings balancings;

    private void configure(String members, String settings) {
        Balancer lines = BalancedRequests.balancer(members, settings);
        balancings = (balancings == null ? Balancings.NONE : balancings).next(List.of(lines));
        give(given);
    }

    private void give(String members) {
        given = members;
        balancings.supply("c", "test", balancer -> given.isEmpty() ? List.of() : Stream.of(given.split(" ")).map(BalancedRequests::member).toList());
    }

    private Balancing now() {
        return balancings.find("c").orElseThrow();
    }

    private String members() {
        return now().members().stream().map(one -> one.member().url().substring(7) + (one.has(WorkerFlag.DRAINING) ? "(N)" : "")).collect(Collectors.joining(" "));
    }

    private MemberState state(String name) {
        return now().members().stream().filter(one -> one.member().url().equals("http://" + name)).findFirst().orElseThrow().state();
    }

    private String ask(int times, long at, String... cookies) {
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < times; i++)
            try (Attempts attempts = now().begin("/p", null, List.of(cookies))) {
                answers.add(BalancedRequests.name(attempts.next(at)));
            }
        return String.join(" ", answers);
    }

    @Test
    void aMemberThatIsGivenGetsRequestsAtOnceAndOneThatIsNotGivenAnyMoreOnlyThoseInProgress() {
        configure("a", "");
        give("b d");
        assertEquals("a b d a b d", ask(6, START));
        try (Attempts slow = now().begin("/p", null, List.of()); Attempts second = now().begin("/p", null, List.of())) {
            slow.next(START);
            assertEquals("b", BalancedRequests.name(second.next(START)));
            give("d");
            assertEquals("a d b(N)", members());
            assertEquals(List.of(), balancings.removeDrained(START));
            assertEquals(0, Stream.of(ask(9, START).split(" ")).filter("b"::equals).count());
        }
        assertEquals(List.of("http://b"), balancings.removeDrained(START + 1).stream().map(Member::url).toList());
        assertEquals("a d", members());
    }

    @Test
    void theStateIsKeptWhileAMemberLeavesAndIsNewAfterItsRemoval() {
        configure("a", "");
        give("b");
        MemberState first = state("b");
        give("");
        give("b");
        assertEquals("a b", members());
        assertSame(first, state("b"));
        give("");
        balancings.removeDrained(START);
        give("b");
        assertNotSame(first, state("b"));
        assertEquals("a b", members());
    }

    @Test
    void sessionsOfAMemberThatLeavesStayUntilDraintime() {
        configure("a:route=ra", "stickysession=S draintime=60");
        give("b:route=rb");
        give("");
        assertEquals(List.of(), balancings.removeDrained(START));
        assertEquals("b b", ask(2, START + 59_999, "S=1.rb"));
        assertEquals("a a", ask(2, START));
        assertEquals(List.of(), balancings.removeDrained(START + 59_999));
        try (Attempts before = now().begin("/p", null, List.of("S=1.rb"))) {
            assertEquals(1, balancings.removeDrained(START + 60_000).size());
            Choice choice = before.next(START + 60_000);
            assertEquals("a", BalancedRequests.name(choice));
            assertTrue(choice.skips().stream().anyMatch(skip -> skip.reason() == Skip.Reason.REMOVED), choice.skips()::toString);
        }
        assertEquals("a", ask(1, START + 60_000, "S=1.rb"));
    }

    @Test
    void aSessionOfAMemberThatLeavesAndIsInErrorIsNotAReasonToWait() {
        configure("a:route=ra", "stickysession=S draintime=60");
        give("b:route=rb");
        give("");
        try (Attempts attempts = now().begin("/p", null, List.of("S=1.rb"))) {
            attempts.next(START);
            attempts.failed(ErrorCause.CONNECT, "", START);
        }
        assertEquals(1, balancings.removeDrained(START + 1).size());
    }

    @Test
    void whatASourceGivesIsKeptWhenTheConfigurationIsReadAgain() {
        configure("a", "");
        give("b d");
        MemberState kept = state("b");
        give("b");
        configure("a e", "");
        assertEquals("a e b d(N)", members());
        assertSame(kept, state("b"));
        configure("b e", "");
        assertEquals("b e d(N)", members(), "a member with a line of its own is an ordinary one");
        assertSame(kept, state("b"));
    }

    @Test
    void newMembersHaveNumbersOfTheirOwnAndAreToldBeforeTheyCanBeChosen() {
        configure("a", "");
        List<String> told = new ArrayList<>();
        balancings.connect(rules -> told.add(rules.stream().map(Rule::number).sorted().toList() + " while " + members()));
        give("b d");
        give("d e");
        give("d e");
        balancings.removeDrained(START);
        assertEquals(List.of("[2, 3] while a", "[2, 3, 4] while a b d", "[3, 4] while a d e b(N)"), told);
        assertEquals("a d e", members());
    }

    @Test
    void changesOfTheManagerApplyToMembersWithoutLineToo() {
        configure("a", "");
        give("b");
        state("b").change(WorkerFlag.DISABLED, true, START);
        assertEquals("a a", ask(2, START));
        configure("a d", "");
        assertEquals("a d a d", ask(4, START));
    }

    @Test
    void aMemberThatDrainsByAChangeIsNotUsedAfterDraintimeUntilTheFlagIsCleared() {
        configure("a:route=ra b:route=rb", "stickysession=S draintime=60");
        state("b").change(WorkerFlag.DRAINING, true, START);
        assertEquals("b", ask(1, START + 59_999, "S=1.rb"));
        assertEquals("it drains until 1970-01-01T00:17:40Z: it gets only requests of its sessions (status N)", now().members().get(1).condition(START));
        assertEquals("a", ask(1, START + 60_000, "S=1.rb"));
        assertEquals("it has drained: draintime has passed (status N)", now().members().get(1).condition(START + 60_000));
        state("b").change(WorkerFlag.DRAINING, false, START + 70_000);
        assertEquals("b", ask(1, START + 70_000, "S=1.rb"));
        state("b").change(WorkerFlag.DRAINING, true, START + 80_000);
        assertEquals("b", ask(1, START + 80_000, "S=1.rb"), "the time begins anew");
    }

    @Test
    void aMemberThatDrainsByTheConfigurationHasNoEnd() {
        configure("a:route=ra b:route=rb,status=N", "stickysession=S draintime=60");
        assertEquals("b", ask(1, START + 1_000_000_000, "S=1.rb"));
    }
}
