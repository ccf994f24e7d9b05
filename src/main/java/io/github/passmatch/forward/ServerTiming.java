package io.github.passmatch.forward;

import io.github.passmatch.rules.Audience;
import io.github.passmatch.rules.Ruling;
import io.github.passmatch.upstream.Course;
import io.github.passmatch.upstream.FinishedExchange;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;

/** {@code PassmatchServerTiming}: the {@code Server-Timing} field (W3C), which browsers show beside a request. What the upstream says in it stays. */
final class ServerTiming {

    private ServerTiming() { }

    /** Adds the field if the peer may see it. What becomes of the connection is not known yet. */
    static void add(Course course, Ruling ruling, HttpServletRequest clientRequest, HttpServletResponse clientResponse) {
        Audience audience = ruling.site().settings().serverTiming();
        if (audience.equals(Audience.NOBODY) || !audience.admits(clientRequest.getRemoteAddr(), relayed(clientRequest))) return;
        clientResponse.addHeader("Server-Timing", text(course));
    }

    private static boolean relayed(HttpServletRequest clientRequest) {
        return clientRequest.getHeader("X-Forwarded-For") != null || clientRequest.getHeader("Forwarded") != null || clientRequest.getHeader("Via") != null;
    }

    private static String text(Course course) {
        FinishedExchange.Times times = course.times();
        return String.format(Locale.ROOT, "queue;dur=%.3f, connect;dur=%.3f, upstream;dur=%.3f, connection;desc=\"%s\"",
                times.queue() / 1e6, times.connect() / 1e6, times.firstByte() / 1e6, course.lease());
    }
}
