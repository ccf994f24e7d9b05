package io.github.passmatch.forward.container;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.passmatch.rules.OwnAnswer;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What containers throw where a body cannot be read on, and what it means. Those that are no class of this test's libraries are played by classes of their names. */
class BodyFaultTest {

    private static class ClientAbortException extends IOException {
        private static final long serialVersionUID = 1L;

        ClientAbortException(Throwable cause) {
            super(cause);
        }
    }

    private static class IllegalHttpBodyException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    private static class RequestTooBigException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    private static class ReadTimeoutException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    private static class CloseNowException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    static Stream<Arguments> faults() {
        Optional<OwnAnswer> bad = Optional.of(OwnAnswer.BAD_BODY);
        Optional<OwnAnswer> timeout = Optional.of(OwnAnswer.BODY_TIMEOUT);
        Optional<OwnAnswer> tooLong = Optional.of(OwnAnswer.BODY_LIMIT);
        Optional<OwnAnswer> left = Optional.empty();
        return Stream.of(
                Arguments.of("Tomcat, a chunk size that is none", new IOException("Invalid chunk header"), bad),
                Arguments.of("Tomcat, an early end", new ClientAbortException(new EOFException()), bad),
                Arguments.of("Tomcat, a client that stalls", new ClientAbortException(new SocketTimeoutException()), timeout),
                Arguments.of("Tomcat, a reset", new ClientAbortException(new IOException("Connection reset by peer")), left),
                Arguments.of("Tomcat, a stream that was reset", new ClientAbortException(new IOException("Stream reset")), left),
                Arguments.of("Tomcat, a stream that Tomcat has given up", new CloseNowException(), left),
                Arguments.of("Jetty, a chunk size that is none", new HttpException.RuntimeException(400, "Early EOF"), bad),
                Arguments.of("Jetty, a limit of its own", new HttpException.RuntimeException(413, "too large"), tooLong),
                Arguments.of("Jetty, a client that stalls", new IOException(new TimeoutException("Idle timeout expired")), timeout),
                Arguments.of("Undertow, a limit of its own", new RequestTooBigException(), tooLong),
                Arguments.of("Undertow, a client that stalls", new ReadTimeoutException(), timeout),
                Arguments.of("Undertow, a closed connection", new ClosedChannelException(), left),
                Arguments.of("Liberty, a chunk size that is none", new IllegalHttpBodyException(), bad),
                Arguments.of("a reset", new SocketException("Connection reset"), left),
                Arguments.of("a pipe that is broken", new IOException("Broken pipe"), left),
                Arguments.of("a stream that somebody has closed", new IllegalStateException("closed"), bad));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void eachContainersExceptionIsUnderstood(String what, Exception thrown, Optional<OwnAnswer> expected) {
        assertEquals(expected, BodyFault.of(thrown), what);
    }
}
