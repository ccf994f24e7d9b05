package io.github.passmatch.rules.naming;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.rules.target.Authority;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which addresses count after a look-up. An endpoint is {@code 1} for 10.0.0.1, {@code 1:90} with its port, {@code 1/2*3} with priority 2 and weight 3. */
class NameStateTest {

    private static List<Endpoint> endpoints(String words) {
        return words == null ? List.of() : Stream.of(words.split(" ")).map(NameStateTest::endpoint).toList();
    }

    private static Endpoint endpoint(String word) {
        String[] weight = word.split("\\*");
        String[] priority = weight[0].split("/");
        String[] port = priority[0].split(":");
        return new Endpoint(Authority.address("10.0.0." + port[0]).orElseThrow(), port.length > 1 ? Integer.parseInt(port[1]) : 80, priority.length > 1 ? Integer.parseInt(priority[1]) : 0,
                weight.length > 1 ? Integer.parseInt(weight[1]) : 0);
    }

    private static String show(List<Endpoint> endpoints) {
        return endpoints.stream().map(one -> one.host().substring(7) + (one.port() == 80 ? "" : ":" + one.port()) + (one.priority() == 0 ? "" : "/" + one.priority()) + (one.weight() == 0 ? "" : "*" + one.weight()))
                .collect(joining(" "));
    }

    private static NameState known(String words) {
        return words == null ? NameState.UNKNOWN : NameState.UNKNOWN.after(NameAnswer.of(endpoints(words)), 100, 1).next();
    }

    @ParameterizedTest(name = "{0} then {1}")
    @CsvSource(delimiter = '|', textBlock = """
            # before | answer            | after           | came    | gone    | changed
                     | 3 1 2             | 1 2 3           | 1 2 3   |         |
            1 2 3    | 2 3 1             | 1 2 3           |         |         |
            1 2 3    | 3 4 1             | 1 3 4           | 4       | 2       |
            2 3      | 1 2 3             | 2 3 1           | 1       |         |
            1 2      | 4 3               | 3 4             | 3 4     | 1 2     |
            1        | 1 1 1             | 1               |         |         |
            1        | 1:81 1            | 1 1:81          | 1:81    |         |
            1/1*5    | 1/1*9             | 1/1*9           |         |         | 1/1*9
            1*5 2*5  | 1/1*5 2*5 3       | 1/1*5 2*5 3     | 3       |         | 1/1*5
            1 2      |                   | 1 2             |         |         |
                     |                   |                 |         |         |
            """)
    void addressesThatStayKeepTheirOrderAndNewOnesFollow(String before, String answer, String after, String came, String gone, String changed) {
        NameState.Change change = known(before).after(answer == null ? NameAnswer.failed("no") : NameAnswer.of(endpoints(answer)), 100, 2);
        assertEquals(after == null ? "" : after, show(change.next().endpoints()));
        assertEquals(came == null ? "" : came, show(change.came()));
        assertEquals(gone == null ? "" : gone, show(change.gone()));
        assertEquals(changed == null ? "" : changed, show(change.changed()));
        assertEquals(came != null || gone != null || changed != null, change.ofMembers());
    }

    @ParameterizedTest(name = "{0} then {1}, at most {2}")
    @CsvSource(delimiter = '|', textBlock = """
            # before | answer  | most | after | left out
                     | 1 2 3 4 | 2    | 1 2   | 2
            3 4      | 1 2 3 4 | 2    | 3 4   | 2
            3 4      | 1 2 3   | 2    | 3 1   | 1
            1 2 3    | 1 2 3   | 2    | 1 2   | 1
            1 2      | 1 2     | 2    | 1 2   | 0
            1        | 1 2     | 0    |       | 2
            """)
    void thereAreNeverMoreThanAllowedAndThePresentOnesAreKept(String before, String answer, int most, String after, int leftOut) {
        NameState.Change change = known(before).after(NameAnswer.of(endpoints(answer)), most, 2);
        assertEquals(after == null ? "" : after, show(change.next().endpoints()));
        assertEquals(leftOut, change.next().leftOut());
        assertEquals(leftOut != 0, change.limit());
    }

    @Test
    void aFailureKeepsTheLastAddressesAndIsNewsOnce() {
        NameState known = known("1 2");
        NameState.Change first = known.after(NameAnswer.failed("the name does not exist"), 100, 5);
        assertTrue(first.failure());
        assertEquals(new NameState(known.endpoints(), 0, "the name does not exist", 5, 5), first.next());
        NameState.Change second = first.next().after(NameAnswer.failed("the name does not exist"), 100, 9);
        assertFalse(second.failure());
        assertEquals(new NameState(known.endpoints(), 0, "the name does not exist", 9, 5), second.next());
        assertTrue(second.next().after(NameAnswer.failed("no DNS server has answered"), 100, 12).failure());
        NameState.Change back = second.next().after(NameAnswer.of(endpoints("1 2")), 100, 12);
        assertTrue(back.failure());
        assertFalse(back.ofMembers());
        assertEquals(new NameState(known.endpoints(), 0, "", 12, 12), back.next());
    }

    @Test
    void anAnswerWithoutAddressesIsAFailure() {
        assertEquals(NameAnswer.failed("the answer has no addresses"), NameAnswer.of(List.of()));
    }

    @Test
    void theFirstSuccessIsNoNewsAboutFailures() {
        assertFalse(NameState.UNKNOWN.after(NameAnswer.of(endpoints("1")), 100, 1).failure());
        assertTrue(NameState.UNKNOWN.after(NameAnswer.failed("no"), 100, 1).failure());
    }
}
