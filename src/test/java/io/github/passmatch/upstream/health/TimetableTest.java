package io.github.passmatch.upstream.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** When checks are due; the time is an argument. */
class TimetableTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long START = -5 * SECOND;      // System.nanoTime may be negative

    private static Timetable<String> every(long interval, double random) {
        return new Timetable<>(what -> interval, () -> random);
    }

    @Test
    void theFirstTimeIsWithinASecond() {
        Timetable<String> table = every(30 * SECOND, 0.999);
        table.first("a", START);
        assertEquals(List.of(), table.take(START + SECOND * 99 / 100, 9));
        assertEquals(List.of("a"), table.take(START + SECOND, 9));
        assertEquals(List.of(), table.take(START + 99 * SECOND, 9), "a check in progress is not due");
    }

    @Test
    void aShortIntervalIsTheLimitOfTheFirstTime() {
        Timetable<String> table = every(SECOND / 5, 0.5);
        table.first("a", START);
        assertEquals(SECOND / 10, table.untilNext(START));
    }

    @Test
    void theNextTimeIsATenthSoonerOrLater() {
        for (double random : new double[] {0, 0.5, 1}) {
            Timetable<String> table = every(10 * SECOND, random);
            table.next("a", START);
            assertEquals(9 * SECOND + (long) (2 * SECOND * random), table.untilNext(START));
        }
    }

    @Test
    void theEarliestComesFirstAndTheRestWaitsForItsTurn() {
        Timetable<String> table = new Timetable<>(what -> what.length() * SECOND, () -> 0.5);
        List.of("ccc", "a", "bb").forEach(what -> table.next(what, START));
        assertEquals(List.of("a", "bb"), table.take(START + 9 * SECOND, 2));
        assertEquals(0, table.untilNext(START + 9 * SECOND));
        assertEquals(List.of("ccc"), table.take(START + 9 * SECOND, 2));
        assertEquals(Long.MAX_VALUE, table.untilNext(START));
    }

    @Test
    void whatIsRemovedIsNeverDue() {
        Timetable<String> table = every(SECOND, 0);
        table.first("a", START);
        table.remove("a");
        assertEquals(List.of(), table.take(START + 9 * SECOND, 9));
    }

    @Test
    void aThousandMembersAreSpreadOverTheInterval() {
        Random random = new Random(1);
        Timetable<Integer> table = new Timetable<>(what -> 30 * SECOND, random::nextDouble);
        for (int i = 0; i < 1000; i++) table.first(i, START);
        List<Integer> most = new ArrayList<>();
        for (long now = START; now < START + SECOND; now += SECOND / 10) most.add(table.take(now, 1000).size());
        assertTrue(most.stream().allMatch(count -> count < 150), most::toString);
    }
}
