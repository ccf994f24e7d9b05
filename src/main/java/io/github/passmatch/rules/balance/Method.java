package io.github.passmatch.rules.balance;

import java.util.Locale;
import java.util.Optional;

/** {@code lbmethod}: how a member is chosen among the candidates. */
public enum Method {
    /** By turns, in proportion to {@code loadfactor}. */
    BYREQUESTS,
    /** The member with the fewest transferred bytes, in proportion to {@code loadfactor}. */
    BYTRAFFIC,
    /** The member with the fewest requests in progress. */
    BYBUSYNESS;

    /** The method with this name in lower case. */
    public static Optional<Method> of(String name) {
        for (Method method : values()) if (method.toString().equals(name)) return Optional.of(method);
        return Optional.empty();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
