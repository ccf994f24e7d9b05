package io.github.passmatch.rules.connection;

import java.util.Locale;
import java.util.Optional;

/** The letters of the parameter {@code status} (mod_proxy, section "status"). */
public enum WorkerFlag {
    /** Not used: every request is answered with 503. */
    DISABLED('D'),
    /** As {@link #DISABLED}. */
    STOPPED('S'),
    /** As {@link #DISABLED}, until a health check succeeds. */
    CHECK_FAILED('C'),
    /** In error until {@code retry} has passed. */
    IN_ERROR('E'),
    /** Takes no new sessions; no effect outside balancers. */
    DRAINING('N'),
    /** Standby; no effect outside balancers. */
    STANDBY('H'),
    /** Spare; no effect outside balancers. */
    SPARE('R'),
    /** A failed connect does not put the worker in error; set on every plain rule unless {@code status=-I}. */
    IGNORE_ERRORS('I');

    private final char letter;

    WorkerFlag(char letter) {
        this.letter = letter;
    }

    /** The flag for a letter, case-insensitive. */
    public static Optional<WorkerFlag> of(char letter) {
        char upper = String.valueOf(letter).toUpperCase(Locale.ROOT).charAt(0);
        for (WorkerFlag flag : values()) if (flag.letter == upper) return Optional.of(flag);
        return Optional.empty();
    }
}
