package io.github.passmatch.rules.log;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.IsoFields;
import java.util.Locale;
import java.util.Map;

/** Writes times: {@code %t} with the formats of {@code strftime}, and {@code %T}. */
final class LogTime {

    private static final DateTimeFormatter COMMON = pattern("'['dd/MMM/yyyy:HH:mm:ss xx']'");
    private static final Map<Character, DateTimeFormatter> PATTERNS = Map.ofEntries(entry('a', "EEE"), entry('A', "EEEE"), entry('b', "MMM"), entry('h', "MMM"), entry('B', "MMMM"), entry('c', "EEE MMM ppd HH:mm:ss yyyy"),
            entry('d', "dd"), entry('D', "MM/dd/yy"), entry('e', "ppd"), entry('F', "yyyy-MM-dd"), entry('H', "HH"), entry('I', "hh"), entry('j', "DDD"), entry('k', "ppH"), entry('l', "pph"), entry('m', "MM"), entry('M', "mm"),
            entry('p', "a"), entry('r', "hh:mm:ss a"), entry('R', "HH:mm"), entry('S', "ss"), entry('T', "HH:mm:ss"), entry('x', "MM/dd/yy"), entry('X', "HH:mm:ss"), entry('y', "yy"), entry('Y', "yyyy"), entry('z', "xx"), entry('Z', "zzz"));

    private static volatile Second last = new Second(Long.MIN_VALUE, "");

    /** The text of {@code %t} for one second, which thousands of lines share. */
    private record Second(long second, String text) { }

    private LogTime() { }

    private static DateTimeFormatter pattern(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
    }

    private static Map.Entry<Character, DateTimeFormatter> entry(char letter, String pattern) {
        return Map.entry(letter, pattern(pattern));
    }

    /** {@code %{argument}t} of a request that arrived at {@code began}, in microseconds since 1970. */
    static String write(String argument, long began, long elapsed) {
        boolean atEnd = argument.startsWith("end:");
        String format = atEnd ? argument.substring(4) : argument.startsWith("begin:") ? argument.substring(6) : argument;
        long micros = atEnd ? began + elapsed : began;
        return switch (format) {
            case "" -> common(Math.floorDiv(micros, 1_000_000L));
            case "sec" -> String.valueOf(micros / 1_000_000);
            case "msec" -> String.valueOf(micros / 1000);
            case "usec" -> String.valueOf(micros);
            case "msec_frac" -> fraction(micros / 1000 % 1000, 3);
            case "usec_frac" -> fraction(micros % 1_000_000, 6);
            default -> formatted(format, at(Math.floorDiv(micros, 1_000_000L)));
        };
    }

    private static ZonedDateTime at(long second) {
        return Instant.ofEpochSecond(second).atZone(ZoneId.systemDefault());
    }

    private static String common(long second) {
        Second known = last;
        if (known.second != second) last = known = new Second(second, COMMON.format(at(second)));
        return known.text;
    }

    private static String fraction(long value, int digits) {
        String text = String.valueOf(value);
        return "0".repeat(digits - text.length()) + text;
    }

    private static String formatted(String format, ZonedDateTime time) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c != '%' || i + 1 == format.length()) out.append(c);
            else out.append(field(format.charAt(++i), time));
        }
        return LogEscape.of(out.toString());
    }

    private static String field(char letter, ZonedDateTime time) {
        DateTimeFormatter pattern = PATTERNS.get(letter);
        if (pattern != null) return pattern.format(time);
        int weekday = time.getDayOfWeek().getValue();
        return switch (letter) {
            case '%' -> "%";
            case 'n' -> "\n";
            case 't' -> "\t";
            case 's' -> String.valueOf(time.toEpochSecond());
            case 'u' -> String.valueOf(weekday);
            case 'w' -> String.valueOf(weekday % 7);
            case 'C' -> fraction(time.getYear() / 100, 2);
            case 'G' -> String.valueOf(time.get(IsoFields.WEEK_BASED_YEAR));
            case 'g' -> fraction(time.get(IsoFields.WEEK_BASED_YEAR) % 100, 2);
            case 'V' -> fraction(time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR), 2);
            case 'U' -> fraction((time.getDayOfYear() + 6 - weekday % 7) / 7, 2);
            case 'W' -> fraction((time.getDayOfYear() + 6 - (weekday + 6) % 7) / 7, 2);
            default -> "%" + letter;
        };
    }

    /** {@code %{unit}T}: as in httpd, an unknown unit is written itself. */
    static String duration(String unit, long micros) {
        return switch (unit.toLowerCase(Locale.ROOT)) {
            case "", "s" -> String.valueOf(micros / 1_000_000);
            case "ms" -> String.valueOf(micros / 1000);
            case "us" -> String.valueOf(micros);
            default -> LogEscape.of(unit);
        };
    }
}
