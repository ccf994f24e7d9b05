package io.github.passmatch.rules.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which member a method chooses; the sequences were observed on httpd 2.4.71. */
class MethodTest {

    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            a b c             | a b c a b c a
            a b*2             | b a b b a b b a b
            a*3 b c           | a b a c a a b a c a
            a b c d*2         | d a b c d d a b c d
            a*2 b*3 c*5       | c b a c b c c a b c
            a*1.5 b           | a b a b a a b a b a
            """)
    void byrequestsTakesTurnsAsHttpdDoes(String members, String answers) {
        assertEquals(answers, new BalancedRequests(members, "lbmethod=byrequests").ask(answers.split(" ").length));
    }

    @Test
    void anIdleBalancerBybusynessTakesTurnsAsByrequests() {
        assertEquals("b a b b a b b a b", new BalancedRequests("a b*2", "lbmethod=bybusyness").ask(9));
    }

    @Test
    void bytrafficCountsBytesForEachUnitOfLoadfactor() {
        BalancedRequests requests = new BalancedRequests("a b*3", "lbmethod=bytraffic");
        requests.bytes = 3000;
        assertEquals("a b b b a b b b a b b b a", requests.ask(13));
        assertEquals("chosen: least traffic (9000 bytes)", requests.last.sentence());
    }

    @Test
    void bybusynessAvoidsMembersWithRequestsInProgress() {
        BalancedRequests requests = new BalancedRequests("a b", "lbmethod=bybusyness");
        try (Attempts slow = requests.begin()) {
            assertEquals("b b b b b", requests.ask(5));
            try (Attempts other = requests.begin()) {
                requests.ask(1);
                assertEquals("chosen: least busy (1 of 2 in progress)", requests.last.sentence());
                assertTrue(other.mayRepeat() && slow.mayRepeat());
            }
        }
        assertEquals(0, requests.state("a").busy());
        assertEquals(0, requests.state("b").busy());
    }

    @Test
    void theSentenceSaysTheShare() {
        BalancedRequests requests = new BalancedRequests("a*1.5 b", "");
        requests.ask(1);
        assertEquals("chosen: next in turn (share 1.5 of 2.5)", requests.last.sentence());
    }

    @Test
    void aSessionUsesUpTheTurnOfItsMember() {
        BalancedRequests requests = new BalancedRequests("a:route=ra b:route=rb", "stickysession=S");
        assertEquals("a a a", requests.ask(3, List.of("S=1.ra")));
        assertEquals("b b b a", requests.ask(4));
    }

    @Test
    void aMemberThatComesBackIsNotFlooded() {
        BalancedRequests requests = new BalancedRequests("a:retry=1 b", "");
        requests.down.add("a");
        assertEquals("b b b b b b", requests.ask(6));
        requests.comeBack();
        assertEquals(Map.of("a", 3L, "b", 3L), requests.tally(6));
    }

    @Test
    void aMemberThatWasAwayIsNotFloodedByTraffic() {
        BalancedRequests requests = new BalancedRequests("a:retry=1 b c", "lbmethod=bytraffic");
        requests.bytes = 1000;
        requests.down.add("a");
        requests.ask(60);
        requests.comeBack();
        assertEquals(Map.of("a", 10L, "b", 10L, "c", 10L), requests.tally(30));
    }

    @Test
    void theLessBusyOfTwoRandomMembersIsChosen() {
        List<Integer> numbers = List.of(50, 250, 150, 199, 0, 0, 0, 0, 0);
        int[] at = {0};
        Balancing balancing = new Balancing(BalancedRequests.balancer("a b c", "lbmethod=bybusyness choices=2"), new BalancerState(), bound -> numbers.get(at[0]++));
        try (Attempts first = balancing.begin("/", null, List.of()); Attempts second = balancing.begin("/", null, List.of())) {
            assertEquals("a", BalancedRequests.name(first.next(0)), "on ties the first");
            assertEquals("b", BalancedRequests.name(second.next(0)), "the same member twice: drawn again, and a is busy");
        }
    }

    @Test
    void twoRandomChoicesKeepToTheLoadfactors() {
        BalancedRequests requests = new BalancedRequests("a*3 b", "lbmethod=bybusyness choices=2");
        long ofA = requests.tally(2000).get("a");
        assertTrue(ofA > 1300 && ofA < 1700, () -> "a: " + ofA);
    }

    @Test
    void aReturningMemberStartsSlowly() {
        BalancedRequests requests = new BalancedRequests("a:retry=1,slowstart=30 b", "");
        assertEquals(Map.of("a", 5L, "b", 5L), requests.tally(10), "not at the start of the proxy");
        requests.down.add("a");
        requests.ask(2);
        requests.comeBack();
        requests.ask(1);
        assertTrue(requests.tally(110).get("a") <= 13, "about a tenth");
        requests.now += 15_000;
        long half = requests.tally(155).get("a");
        assertTrue(half > 50 && half < 60, () -> "about 55 of 155: " + half);
        requests.now += 15_000;
        assertEquals(100, requests.tally(200).get("a"));
    }

    @Test
    void aThousandMembersCostAScanOfNumbers() {
        for (String method : List.of("byrequests", "bytraffic", "bybusyness", "bybusyness choices=2")) {
            BalancedRequests few = new BalancedRequests(names(10), "lbmethod=" + method);
            BalancedRequests many = new BalancedRequests(names(1000), "lbmethod=" + method);
            few.bytes = many.bytes = 1000;
            long nanos = nanos(many) - nanos(few);
            System.out.printf("1,000 members instead of 10, lbmethod=%s: %d ns more for each request%n", method, nanos);
            assertTrue(nanos < 50_000, () -> method + ": " + nanos);     // a search for each request would be far above
        }
    }

    private static String names(int count) {
        return IntStream.range(0, count).mapToObj(i -> "m" + i).collect(Collectors.joining(" "));
    }

    private static long nanos(BalancedRequests requests) {
        requests.ask(3000);
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 10; i++) {
            long start = CPU.getCurrentThreadCpuTime();
            requests.ask(1000);
            best = Math.min(best, CPU.getCurrentThreadCpuTime() - start);
        }
        return best / 1000;
    }
}
