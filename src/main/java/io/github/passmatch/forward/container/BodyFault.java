package io.github.passmatch.forward.container;

import io.github.passmatch.rules.OwnAnswer;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Maps the exceptions of containers for a request body that cannot be read further to answers. Each container has different exceptions for a bad chunk, an
 * early end and a stalled client, so only the names of the exception classes are compared.
 */
public final class BodyFault {

    /** Parts of messages about connections, and about HTTP/2 streams in Tomcat and Jetty. */
    private static final List<String> RESETS = List.of("connection reset", "broken pipe", "stream reset", "cancel_stream_error");

    private BodyFault() { }

    /** The answer for the client; empty if the client has closed the connection or reset the stream, so that no answer can be sent. */
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

    /** The status of an exception of Jetty; 0 for other exceptions. */
    private static int statusOf(Throwable cause) {
        try {
            return cause.getClass().getMethod("getCode").invoke(cause) instanceof Integer code ? code : 0;
        } catch (ReflectiveOperationException e) {
            return 0;
        }
    }
}
