package io.github.passmatch.config;

import io.github.passmatch.rules.Place;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The value of a parameter or a directive, read as what it is meant to be. What cannot be read is reported and comes back empty.
 *
 * @param name  whose value it is
 * @param text  as written
 * @param place where it begins
 */
record Value(String name, String text, Place place, Problems problems) {

    private enum Unit {
        MS("ms", Duration.ofMillis(1)), S("s", Duration.ofSeconds(1)), MIN("min", Duration.ofMinutes(1)), H("h", Duration.ofHours(1));

        private final String suffix;
        private final Duration length;

        Unit(String suffix, Duration length) {
            this.suffix = suffix;
            this.length = length;
        }
    }

    private static final long MAX_UNITS = 1_000_000_000L;

    Optional<Boolean> onOff() {
        if (text.equalsIgnoreCase("on")) return Optional.of(true);
        if (text.equalsIgnoreCase("off")) return Optional.of(false);
        problems.error(place, name + " takes on or off, not \"" + text + "\"", "");
        return Optional.empty();
    }

    OptionalInt integer(int min, int max) {
        boolean negative = text.startsWith("-");
        String digits = negative ? text.substring(1) : text;
        if (!digits.isEmpty() && digits.length() <= 10 && isNumber(digits)) {
            long number = negative ? -Long.parseLong(digits) : Long.parseLong(digits);
            if (number >= min && number <= max) return OptionalInt.of((int) number);
        }
        problems.error(finding(), place, name + " takes a whole number from " + min + (max == Integer.MAX_VALUE ? " up" : " to " + max) + ", not \"" + text + "\"", quoteHint());
        return OptionalInt.empty();
    }

    /** A time: digits and an optional unit; a bare number is in {@code unit} ({@code s} or {@code ms}), as httpd has it. */
    Optional<Duration> duration(String unit, Duration min, Duration max) {
        int end = 0;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') end++;
        String suffix = text.substring(end).toLowerCase(Locale.ROOT);
        Optional<Unit> found = unitOf(suffix.isEmpty() ? unit : suffix);
        if (end == 0 || end > 9 || found.isEmpty()) {
            problems.error(finding(), place, name + " takes a time such as 500ms, 5s, 2min or 1h (a bare number is in " + unit + "), not \"" + text + "\"", timeHint(suffix, end));
            return Optional.empty();
        }
        Duration value = found.get().length.multipliedBy(Long.parseLong(text.substring(0, end)));
        if (value.compareTo(min) >= 0 && value.compareTo(max) <= 0 && value.toSeconds() < MAX_UNITS) return Optional.of(value);
        problems.error(place, name + " must be " + show(min) + " to " + show(max) + ", not " + text, "");
        return Optional.empty();
    }

    /** One of a few words, in any case. */
    Optional<String> oneOf(List<String> words) {
        Optional<String> found = words.stream().filter(word -> word.equalsIgnoreCase(text)).findFirst();
        if (found.isEmpty()) problems.error(place, name + " takes " + String.join(", ", words) + ", not \"" + text + "\"", Hints.didYouMean(text, words));
        return found;
    }

    /** A text of limited length. */
    Optional<String> shorterThan(int limit) {
        if (text.length() < limit) return Optional.of(text);
        problems.error(place, name + " must be shorter than " + limit + " characters", "");
        return Optional.empty();
    }

    private String timeHint(String suffix, int digits) {
        if (suffix.equals("m")) return "\"m\" could be minutes or milliseconds: write min or ms";
        if (digits > 0 && suffix.startsWith(".")) return "write it in the next smaller unit";
        return quoteHint();
    }

    private boolean isQuoted() {
        return text.startsWith("\"") || text.startsWith("'");
    }

    private Finding finding() {
        return isQuoted() ? Finding.QUOTES : Finding.MISTAKE;
    }

    private String quoteHint() {
        return isQuoted() ? "quotes inside a word are taken literally: write \"" + name + "=" + text.replaceAll("[\"']", "") + "\" or leave them out" : "";
    }

    private static Optional<Unit> unitOf(String suffix) {
        if (suffix.equals("mi")) return Optional.of(Unit.MIN);
        for (Unit unit : Unit.values()) if (unit.suffix.equals(suffix)) return Optional.of(unit);
        return Optional.empty();
    }

    private static boolean isNumber(String text) {
        return text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static String show(Duration duration) {
        if (duration.toMillis() % 1000 != 0) return duration.toMillis() + "ms";
        return duration.toSeconds() % 3600 == 0 && !duration.isZero() ? duration.toHours() + "h" : duration.toSeconds() + "s";
    }
}
