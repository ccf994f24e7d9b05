package io.github.passmatch.upstream.outcome;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.AsynchronousCloseException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CauseWordsTest {

    static Stream<Arguments> causes() {
        return Stream.of(
                Arguments.of(new ConnectException("Connection refused"), "Connection refused"),
                Arguments.of(new UnknownHostException("app.invalid: Name or service not known"), "the name has no address: app.invalid: Name or service not known"),
                Arguments.of(new UnknownHostException(), "the name has no address"),
                Arguments.of(new EOFException(), "the connection ended"),
                Arguments.of(new AsynchronousCloseException(), "the connection was closed"),
                Arguments.of(new SSLHandshakeException("PKIX path building failed: sun.security.provider.certpath.SunCertPathBuilderException: unable to find valid certification path"),
                        "PKIX path building failed: unable to find valid certification path"),
                Arguments.of(new IOException(new SocketException("Connection reset")), "Connection reset"),
                Arguments.of(new IOException("java.lang.IllegalStateException"), "I/O error"),
                Arguments.of(new IOException("http://www.example.org:80 is www.Example.org"), "http://www.example.org:80 is www.Example.org"),
                Arguments.of(new SocketException(), "socket error"));
    }

    @ParameterizedTest
    @MethodSource("causes")
    void anExceptionIsToldWithoutItsClass(Exception cause, String words) {
        assertEquals(words, CauseWords.of(cause));
    }
}
