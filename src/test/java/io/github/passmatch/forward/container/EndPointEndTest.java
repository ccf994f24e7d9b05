package io.github.passmatch.forward.container;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.passmatch.upstream.reactor.TunnelEnd;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests what a tunnel is told when Jetty closes the connection of the client. */
class EndPointEndTest {

    private final List<String> told = new ArrayList<>();

    private final class Owner implements TunnelOwner {
        @Override
        public void begin(TunnelEnd switched) { }

        @Override
        public void lost() {
            told.add("lost");
        }

        @Override
        public void stopped() { }
    }

    private final class End extends EndPointEnd {
        private End() {
            super(new Owner());
        }

        @Override
        protected int fill(ByteBuffer buffer) {
            return -1;
        }

        @Override
        protected void fillInterested() { }

        @Override
        protected void send(ByteBuffer bytes) { }

        @Override
        protected void endOutput() { }

        @Override
        public void close() { }
    }

    @ParameterizedTest(name = "the output has ended: {0}")
    @CsvSource({"false, 'lost,resumed'", "true, resumed"})
    void aConnectionOfWhichTheOutputHasEndedIsNotLostButReadToItsEnd(boolean ended, String expected) throws Exception {
        End end = new End();
        end.whenReadable(() -> told.add("resumed"));
        if (ended) end.shutdownOutput();
        end.closed();
        assertEquals(expected, String.join(",", told.stream().sorted().toList()));
        assertEquals(-1, end.read(new byte[1]));
    }
}
