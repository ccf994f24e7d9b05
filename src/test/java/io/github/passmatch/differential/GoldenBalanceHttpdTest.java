package io.github.passmatch.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.passmatch.golden.balance.BalanceRow;
import io.github.passmatch.golden.balance.BalanceStage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The rows about balancers, health checks and upgrades, against the httpd of this machine: shows that the rows are true, and that the player plays them. */
class GoldenBalanceHttpdTest {

    private static final String MODULES = Stream.of("slotmem_shm", "watchdog", "status", "proxy_balancer", "lbmethod_byrequests", "lbmethod_bytraffic", "lbmethod_bybusyness", "proxy_hcheck", "proxy_wstunnel")
            .map(Httpd::load).reduce("", String::concat);

    @TempDir
    private Path directory;

    @BeforeEach
    void needsHttpd() {
        assumeTrue(Httpd.binary().isPresent(), "no apache2 or httpd on this machine");
    }

    @TestFactory
    Stream<DynamicTest> httpdDoesWhatTheRowsSay() {
        return BalanceRow.all().stream().map(row -> row.test(this::play));
    }

    private void play(BalanceRow row) throws Exception {
        try (BalanceStage stage = new BalanceStage(row)) {
            String configuration = MODULES + "DefaultRuntimeDir \"" + directory + "\"\nMutex file:" + directory + " default\n" + stage.configuration();
            try (Httpd httpd = Httpd.whole(Files.createTempDirectory(directory, row.id()), configuration)) {
                assertTrue(!row.refused(), "httpd starts");
                assertEquals(List.of(), stage.play(httpd.port(0)));
            } catch (AssertionError e) {
                if (!row.refused() || !e.getMessage().contains(row.refusal())) throw e;
            }
        }
    }
}
