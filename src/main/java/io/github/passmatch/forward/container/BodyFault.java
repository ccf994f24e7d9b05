package io.github.passmatch.forward.container;

import io.github.passmatch.rules.OwnAnswer;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the exceptions mean that containers throw where a request body cannot be read on. Each container has its own for a bad chunk, an early end and a
 * client that stalls, so only the names of their classes are looked at.
 */
public final class BodyFault {

    /** Of connections, and of streams of HTTP/2 in Tomcat and Jetty. */
    private static final List<String> RESETS = List.of("connection reset", "broken pipe", "stream reset", "cancel_stream_error");

    private BodyFault() { }

    /** What to answer; empty if the client has closed its connection or reset its stream, so that nobody is there to be answered. */
    public static Optional<OwnAnswer> of(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            String name = cause.getClass().getSimpleName();
            if (name.contains("Timeout")) return Optional.of(OwnAnswer.BODY_TIMEOUT);
            if (name.contains("TooBig") || name.contains("TooLarge") || statusOf(cause) == 413) return Optional.of(OwnAnswer.BODY_LIMIT);
            if (cause instanceof SocketException || cause instanceof ClosedChannelException || name.equals("CloseNowException") || saysReset(cause)) return Optional.empty();
        }
        return Optional.of(OwnAnswer.BAD_BODY);
    }

    private static boolean saysReset(Throwable cause) {
        String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        return RESETS.stream().anyMatch(message::contains);
    }

    /** Jetty's exceptions tell a status; 0 where there is none. */
    private static int statusOf(Throwable cause) {
        try {
            return cause.getClass().getMethod("getCode").invoke(cause) instanceof Integer code ? code : 0;
        } catch (ReflectiveOperationException e) {
            return 0;
        }
    }
}
