package io.github.passmatch.diagnose.status;

import io.github.passmatch.diagnose.figures.Activity;
import io.github.passmatch.diagnose.figures.Period;
import java.util.List;
import java.util.Locale;

/** Draws the last hour of one rule, a bar for each minute: requests, of those with trouble, and below the share of reused connections. */
final class History {

    private static final int WIDTH = 6;
    private static final int HEIGHT = 30;
    private static final int GAP = 4;
    private static final int SHARE = 16;
    private static final long MINUTE_MILLIS = 60_000;

    private final List<Period> minutes;
    private final long now;

    History(List<Period> minutes, long now) {
        this.minutes = minutes;
        this.now = now;
    }

    void write(Html html) {
        if (minutes.isEmpty()) return;
        Period busiest = minutes.stream().max((one, other) -> Integer.compare(one.requests(), other.requests())).orElseThrow();
        int troubled = minutes.stream().mapToInt(Period::troubled).sum();
        String words = "The last hour: " + minutes.stream().mapToInt(Period::requests).sum() + " requests, of those " + troubled + " failed or got 5xx; the busiest minute had " + busiest.requests() + " (" + Figures.clock(busiest.fromMillis()) + ").";
        html.open("figure").open("svg", "viewBox", "0 0 " + Activity.MINUTES * WIDTH + " " + (HEIGHT + GAP + SHARE), "role", "img", "aria-label", words);
        minutes.forEach(minute -> bars(minute, busiest.requests(), html));
        axis(HEIGHT, html);
        axis(HEIGHT + GAP + SHARE, html);
        html.close().element("figcaption", words + " Above: requests, with trouble in red. Below: share of reused connections (green).", "class", "dim").close();
    }

    private void bars(Period minute, int most, Html html) {
        long ago = (now - minute.fromMillis()) / MINUTE_MILLIS;
        if (ago >= Activity.MINUTES) return;
        double left = (Activity.MINUTES - 1 - ago) * WIDTH;
        double all = (double) HEIGHT * minute.requests() / most;
        double troubled = (double) HEIGHT * Math.min(minute.troubled(), minute.requests()) / most;
        html.open("g").element("title", Figures.clock(minute.fromMillis()) + ": " + minute.requests() + " requests, " + minute.troubled() + " with trouble, " + minute.reused() + " of " + minute.leases() + " reused, p99 "
                + (Float.isNaN(minute.p99Millis()) ? "-" : Figures.millis(minute.p99Millis())));
        bar("all", left, HEIGHT - all, all - troubled, html);
        bar("new", left, HEIGHT - troubled, troubled, html);
        if (minute.leases() > 0) {
            double reused = (double) SHARE * minute.reused() / minute.leases();
            bar("bar", left, HEIGHT + GAP + SHARE - reused, reused, html);
        }
        html.close();
    }

    private static void bar(String kind, double left, double top, double height, Html html) {
        if (height > 0) html.open("rect", "class", kind, "x", number(left), "y", number(top), "width", number(WIDTH - 1), "height", number(height)).close();
    }

    private static void axis(int y, Html html) {
        html.open("line", "class", "axis", "x1", "0", "x2", number(Activity.MINUTES * WIDTH), "y1", number(y), "y2", number(y)).close();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
