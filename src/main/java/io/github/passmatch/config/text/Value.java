package io.github.passmatch.config.text;

import io.github.passmatch.config.problem.Finding;
import io.github.passmatch.config.problem.Hints;
import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.rules.Place;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Reads the value of a parameter or directive as a number, a time or a word. Methods report a value which is not valid, and return empty.
 *
 * @param name  the parameter or directive
 * @param text  as written
 * @param place where it begins
 */
public record Value(String name, String text, Place place, Problems problems) {

    private enum Unit {
        MS("ms", Duration.ofMillis(1)), S("s", Duration.ofSeconds(1)), MIN("min", Duration.ofMinutes(1)), H("h", Duration.ofHours(1));

        private final String suffix;
        private final Duration length;

        Unit(String suffix, Duration length) {
            this.suffix = suffix;
            this.length = length;
        }
    }

    /** Longer times count as this time. */
    private static final Duration LONGEST = Duration.ofSeconds(Integer.MAX_VALUE);

    public Optional<Boolean> onOff() {
        if (text.equalsIgnoreCase("on")) return Optional.of(true);
        if (text.equalsIgnoreCase("off")) return Optional.of(false);
        problems.error(place, name + " takes on or off, not \"" + text + "\"", "");
        return Optional.empty();
    }

    /** A whole number; without an upper limit, a number that is too large for an {@code int} counts as the largest {@code int}. */
    public OptionalInt integer(int min, int max) {
        Optional<BigInteger> number = wholeNumber();
        if (number.isPresent() && max == Integer.MAX_VALUE) number = number.map(n -> n.min(BigInteger.valueOf(max)));
        if (number.isPresent() && isWithin(number.get(), min, max)) return OptionalInt.of(number.get().intValue());
        problems.error(finding(), place, name + " takes a whole number from " + min + (max == Integer.MAX_VALUE ? " up" : " to " + max) + ", not \"" + text + "\"", quoteHint());
        return OptionalInt.empty();
    }

    /** A whole number of 64 bits, not negative: sizes beyond 2 GiB. */
    public OptionalLong large() {
        Optional<BigInteger> number = wholeNumber();
        if (number.isPresent() && isWithin(number.get(), 0, Long.MAX_VALUE)) return OptionalLong.of(number.get().longValue());
        problems.error(finding(), place, name + " takes a whole number from 0 up, not \"" + text + "\"", quoteHint());
        return OptionalLong.empty();
    }

    /** The size of a buffer in bytes, as in httpd: 0 for the default, or 512 and up. */
    public OptionalInt bufferSize() {
        return text.equals("0") ? OptionalInt.of(0) : integer(512, Integer.MAX_VALUE);
    }

    private Optional<BigInteger> wholeNumber() {
        return text.matches("-?[0-9]+") ? Optional.of(new BigInteger(text)) : Optional.empty();
    }

    private static boolean isWithin(BigInteger number, long min, long max) {
        return number.compareTo(BigInteger.valueOf(min)) >= 0 && number.compareTo(BigInteger.valueOf(max)) <= 0;
    }

    /** A time: digits and an optional unit; a bare number is in {@code unit} ({@code s} or {@code ms}), as in httpd. A time longer than 68 years counts as 68 years. */
    public Optional<Duration> duration(String unit, Duration min) {
        int end = 0;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') end++;
        String suffix = text.substring(end).toLowerCase(Locale.ROOT);
        Optional<Unit> found = unitOf(suffix.isEmpty() ? unit : suffix);
        if (end == 0 || found.isEmpty()) {
            problems.error(finding(), place, name + " takes a time such as 500ms, 5s, 2min or 1h (a bare number is in " + unit + "), not \"" + text + "\"", timeHint(suffix, end));
            return Optional.empty();
        }
        BigInteger millis = new BigInteger(text.substring(0, end)).multiply(BigInteger.valueOf(found.get().length.toMillis()));
        Duration value = Duration.ofMillis(millis.min(BigInteger.valueOf(LONGEST.toMillis())).longValue());
        if (value.compareTo(min) >= 0) return Optional.of(value);
        problems.error(place, name + " must be at least " + show(min) + ", not " + text, "");
        return Optional.empty();
    }

    /** One of a few words, in any case. */
    public Optional<String> oneOf(List<String> words) {
        Optional<String> found = words.stream().filter(word -> word.equalsIgnoreCase(text)).findFirst();
        if (found.isEmpty()) problems.error(place, name + " takes " + String.join(", ", words) + ", not \"" + text + "\"", Hints.didYouMean(text, words));
        return found;
    }

    /** A text of limited length. */
    public Optional<String> shorterThan(int limit) {
        if (text.length() < limit) return Optional.of(text);
        problems.error(place, name + " must be shorter than " + limit + " characters", "");
        return Optional.empty();
    }

    private String timeHint(String suffix, int digits) {
        if (suffix.equals("m")) return "\"m\" could be minutes or milliseconds: write min or ms";
        if (digits > 0 && suffix.startsWith(".")) return "write whole numbers, in the next smaller unit";
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

    private static String show(Duration duration) {
        if (duration.toMillis() % 1000 != 0) return duration.toMillis() + "ms";
        return duration.toSeconds() % 3600 == 0 && !duration.isZero() ? duration.toHours() + "h" : duration.toSeconds() + "s";
    }
}
