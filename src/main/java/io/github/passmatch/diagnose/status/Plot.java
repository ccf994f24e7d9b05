package io.github.passmatch.diagnose.status;

import io.github.passmatch.diagnose.figures.SecondCounts;
import io.github.passmatch.diagnose.figures.Timeline;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Draws the last five minutes: above, the share of connections that were reused; below, the duration of requests. */
final class Plot {

    private static final int SLOTS = 60;
    private static final int SECONDS_EACH = Timeline.SECONDS / SLOTS;
    private static final int SLOT_WIDTH = 5;
    private static final int HALF = 40;
    private static final int GAP = 8;

    /** Five seconds. */
    private record Slot(int number, long requests, long reused, long opened, long timed, long nanos) {

        double millis() {
            return timed == 0 ? 0 : nanos / 1e6 / timed;
        }
    }

    private final List<Slot> slots;
    private final double longest;

    Plot(List<SecondCounts> seconds, long now) {
        slots = IntStream.range(0, SLOTS).mapToObj(number -> slot(number, seconds, now)).filter(slot -> slot.requests() > 0).toList();
        longest = slots.stream().mapToDouble(Slot::millis).max().orElse(0);
    }

    private static Slot slot(int number, List<SecondCounts> seconds, long now) {
        long end = now - (long) (SLOTS - 1 - number) * SECONDS_EACH;
        List<SecondCounts> own = seconds.stream().filter(second -> second.second() > end - SECONDS_EACH && second.second() <= end).toList();
        return new Slot(number, own.stream().mapToLong(SecondCounts::requests).sum(), own.stream().mapToLong(SecondCounts::reused).sum(), own.stream().mapToLong(SecondCounts::opened).sum(),
                own.stream().mapToLong(SecondCounts::timed).sum(), own.stream().mapToLong(SecondCounts::totalNanos).sum());
    }

    void write(Html html) {
        int height = 2 * HALF + GAP;
        html.open("svg", "viewBox", "0 0 " + SLOTS * SLOT_WIDTH + " " + height, "role", "img", "aria-label", "reuse and duration of requests in the last five minutes");
        for (Slot slot : slots) bars(slot, html);
        axis(HALF, html);
        axis(height, html);
        for (Slot slot : slots) html.open("circle", "class", "dot", "cx", middle(slot), "cy", height(slot, height), "r", "1.5").close();
        if (!slots.isEmpty()) html.open("polyline", "class", "curve", "points", curve(height)).close();
        html.close();
        html.element("p", "Above: share of the used connections that were reused (green) or new (red). Below: mean duration of requests, highest value " + Figures.millis(longest) + ". The last five minutes in steps of five seconds.", "class", "dim");
    }

    private static void bars(Slot slot, Html html) {
        long all = slot.reused() + slot.opened();
        html.open("g").element("title", slot.requests() + " requests, " + slot.reused() + " of " + all + " connections reused, mean duration " + Figures.millis(slot.millis()));
        if (all > 0) shares(slot, all, html);
        html.close();
    }

    private static void shares(Slot slot, long all, Html html) {
        double reused = (double) HALF * slot.reused() / all;
        bar("bar", slot.number(), HALF - reused, reused, html);
        bar("new", slot.number(), 0, HALF - reused, html);
    }

    private static void bar(String kind, int slot, double top, double height, Html html) {
        if (height > 0) html.open("rect", "class", kind, "x", number(slot * SLOT_WIDTH), "y", number(top), "width", number(SLOT_WIDTH - 1), "height", number(height)).close();
    }

    private static void axis(int y, Html html) {
        html.open("line", "class", "axis", "x1", "0", "x2", number(SLOTS * SLOT_WIDTH), "y1", number(y), "y2", number(y)).close();
    }

    private String curve(int bottom) {
        return slots.stream().map(slot -> middle(slot) + "," + height(slot, bottom)).collect(Collectors.joining(" "));
    }

    private static String middle(Slot slot) {
        return number(slot.number() * SLOT_WIDTH + SLOT_WIDTH / 2.0);
    }

    private String height(Slot slot, int bottom) {
        return number(bottom - 2 - (longest == 0 ? 0 : slot.millis() * (HALF - 4) / longest));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
