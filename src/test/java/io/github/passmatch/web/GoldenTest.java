package io.github.passmatch.web;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.passmatch.config.problem.ConfigException;
import io.github.passmatch.golden.Departures;
import io.github.passmatch.golden.GoldenComparison;
import io.github.passmatch.golden.GoldenRow;
import io.github.passmatch.golden.GoldenStage;
import io.github.passmatch.testing.ProxyUnderTest;
import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What httpd 2.4.71 was observed to do, row by row ({@code golden.json}); where we differ on purpose, what we do instead. */
class GoldenTest {

    /** Jetty itself answers 400 to Upgrade without Connection: Upgrade; with it, the row must hold. */
    private static final Set<String> WITH_CONNECTION_UPGRADE = Set.of("hdr-hop-by-hop");

    private static final String LOCALHOST = "localhost";

    private static int passed;
    private static int departed;

    @TestFactory
    Stream<DynamicTest> everyRowHolds() {
        return GoldenRow.all().stream().filter(row -> Departures.leftOut(row).isEmpty()).map(row -> DynamicTest.dynamicTest(row.id(), () -> run(row)));
    }

    @AfterAll
    static void tell() {
        Set<String> reasons = new TreeSet<>(GoldenRow.all().stream().map(Departures::leftOut).flatMap(Optional::stream).toList());
        System.out.printf("golden rows: %d run, %d as httpd, %d as a departure says, %d left out (%s)%n",
                passed + departed, passed, departed, GoldenRow.all().size() - passed - departed, String.join(", ", reasons));
    }

    private static void run(GoldenRow row) throws Exception {
        assumeTrue(!row.id().startsWith("client-name-") || LOCALHOST.equals(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}).getCanonicalHostName()), "127.0.0.1 has another name here");
        try (GoldenStage stage = new GoldenStage(row)) {
            if (Departures.refusedAtStart(row)) assertThrows(ConfigException.class, () -> ProxyUnderTest.read(stage.configuration()));
            else play(stage);
        }
        if (Departures.faithful(row)) passed++;
        else departed++;
    }

    private static void play(GoldenStage stage) throws Exception {
        try (ProxyUnderTest proxy = new ProxyUnderTest(stage.configuration())) {
            String request = stage.request();
            if (WITH_CONNECTION_UPGRADE.contains(stage.row().id())) request = request.replace("Connection: close", "Connection: close, Upgrade");
            GoldenComparison.assertHolds(stage, stage.play(proxy::ask, request));
        }
    }
}
