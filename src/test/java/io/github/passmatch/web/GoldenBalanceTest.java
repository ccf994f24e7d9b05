package io.github.passmatch.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.config.problem.ConfigException;
import io.github.passmatch.golden.balance.BalanceRow;
import io.github.passmatch.golden.balance.BalanceStage;
import io.github.passmatch.testing.ProxyUnderTest;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What httpd 2.4.71 was observed to do with balancers, health checks and upgrades ({@code golden-balance.json}); where we differ on purpose, what we do instead. */
class GoldenBalanceTest {

    @TestFactory
    Stream<DynamicTest> everyRowHolds() {
        return BalanceRow.all().stream().map(BalanceRow::ours).map(row -> row.test(GoldenBalanceTest::play));
    }

    private static void play(BalanceRow row) throws Exception {
        try (BalanceStage stage = new BalanceStage(row)) {
            if (row.refused()) {
                String said = assertThrows(ConfigException.class, () -> ProxyUnderTest.read(stage.configuration())).getMessage();
                for (String name : row.refusedNames()) assertTrue(said.contains(name), said);
                return;
            }
            // The balancer-manager without access lines is for names that the configuration knows.
            try (ProxyUnderTest proxy = new ProxyUnderTest("ServerName www.example.org\n" + stage.configuration())) {
                assertEquals(List.of(), stage.play(proxy.port()));
            }
        }
    }
}
