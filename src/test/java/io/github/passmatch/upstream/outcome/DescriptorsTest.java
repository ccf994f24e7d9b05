package io.github.passmatch.upstream.outcome;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.upstream.connect.Connector;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import org.junit.jupiter.api.Test;

class DescriptorsTest {

    @Test
    void wantOfDescriptorsIsFoundWhereverItStandsInTheChain() {
        assertTrue(Descriptors.ranOut(new SocketException("Too many open files")));
        assertTrue(Descriptors.ranOut(new IllegalStateException(new ExceptionInInitializerError(new IOException("Too many open files in system")))));
        assertEquals(false, Descriptors.ranOut(new ConnectException("Connection refused")));
        assertEquals(UpstreamFailure.Kind.NO_DESCRIPTOR, Connector.kindOf(Phase.CONNECT, new SocketException("Too many open files")));
    }

    @Test
    void theWordsNameTheLimit() {
        assertTrue(Descriptors.words().matches("no file descriptor is left, this process may have \\d+ open files: raise the limit .*"), Descriptors.words());
    }
}
