package io.github.passmatch.diagnose.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.passmatch.upstream.OpenTunnel;
import io.github.passmatch.upstream.outcome.ExchangeResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The list of open tunnels on the status page. */
class TunnelsTest {

    private static final long SECOND = 1_000_000_000L;

    private final AtomicLong now = new AtomicLong();

    /** Time passes with each look at an age. */
    private final class Ageing implements OpenTunnel {
        private final long start;

        Ageing(long start) {
            this.start = start;
        }

        @Override
        public String client() {
            return "192.0.2.1";
        }

        @Override
        public String path() {
            return "/ws";
        }

        @Override
        public String protocol() {
            return "websocket";
        }

        @Override
        public long age() {
            return now.addAndGet(SECOND) - start;
        }

        @Override
        public long idle() {
            return 0;
        }

        @Override
        public long sent() {
            return 1;
        }

        @Override
        public long received() {
            return 2;
        }

        @Override
        public void check() { }

        @Override
        public void end(ExchangeResult why) { }
    }

    @Test
    void theOldestOnesAreShownAlsoIfTheyAgeMeanwhile() {
        for (int seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            List<OpenTunnel> tunnels = new ArrayList<>(IntStream.range(0, 2000).<OpenTunnel>mapToObj(number -> new Ageing(-SECOND * random.nextInt(1000))).toList());
            Collections.shuffle(tunnels, random);
            List<Double> ages = Tunnels.maps(tunnels).stream().map(tunnel -> (Double) tunnel.get("ageSeconds")).toList();
            assertEquals(50, ages.size());
            assertEquals(ages.stream().sorted(Comparator.reverseOrder()).toList(), ages);
        }
    }

    @Test
    void aTunnelIsOneLine() {
        assertEquals(List.of("192.0.2.1 /ws, websocket: open for 12.0 s, idle for 0.0 s, 1 bytes to the upstream, 2 to the client"), Tunnels.texts(List.of(new Ageing(-11 * SECOND))));
    }
}
