package io.github.passmatch.upstream.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LineLimitTest {

    private static final long SECOND = 1_000_000_000L;
    private final LineLimit limit = new LineLimit();

    @Test
    void theFirstEventHasALineAtOnceAndThoseThatFollowAreCounted() {
        long start = -5 * SECOND;        // nanoTime may be negative
        assertEquals(1, limit.event(start));
        for (int i = 1; i <= 60; i++) assertEquals(0, limit.event(start + i));
        assertEquals(0, limit.due(start + 10 * SECOND - 1));
        assertEquals(60, limit.due(start + 10 * SECOND));
        assertEquals(0, limit.due(start + 20 * SECOND));
    }

    @Test
    void anEventAfterTheTimeStandsForTheCountedOnesToo() {
        limit.event(0);
        limit.event(1);
        assertEquals(2, limit.event(10 * SECOND));
        assertEquals(0, limit.event(19 * SECOND));
        assertEquals(1, limit.takeAll());
        assertEquals(0, limit.takeAll());
    }

    @Test
    void anEventAfterALongPauseHasALineAtOnce() {
        limit.event(0);
        assertEquals(1, limit.event(3600 * SECOND));
    }
}
