package io.github.passmatch.rules.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.github.passmatch.config.ConfigReader;
import io.github.passmatch.config.problem.ConfigException;
import io.github.passmatch.config.problem.ConfigSource;
import io.github.passmatch.diagnose.explain.ExplainedRequest;
import io.github.passmatch.rules.environment.RequestFacts;
import io.github.passmatch.rules.server.ServerConfig;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a decision costs, counted: rules that are tried, and bytes of heap. */
class ManyRulesTest {

    private static final String PASS = "ProxyPass / http://127.0.0.1:9/\n";
    private static final int CALLS = 200;

    private static ServerConfig server(String lines) throws ConfigException {
        return ConfigReader.read(new ConfigSource("many.conf", lines), Map.of()).config().main();
    }

    private static String rules(int count) {
        StringBuilder lines = new StringBuilder("RewriteEngine On\n");
        for (int i = 0; i < count; i++) lines.append(String.format("RewriteRule ^/old%05d/(.*) https://n.example/%d/$1 [R,L]%n", i, i));
        return lines.append(PASS).toString();
    }

    private static int tried(RewriteRules rules, String path) {
        int tried = 0;
        RewriteRules.Cursor cursor = rules.cursor(path, false);
        for (int i = cursor.next(0); i < rules.size(); i = cursor.next(i + 1)) tried++;
        return tried;
    }

    @ParameterizedTest
    @CsvSource({"/other, 0", "/old00000/x, 1", "/old09999/x, 1", "/old, 0"})
    void onlyRulesWhoseLiteralBeginningFitsAreTried(String path, int expected) throws ConfigException {
        assertEquals(expected, tried(server(rules(10_000)).rewriting().block().rules(), path));
    }

    /** The bytes of heap that one decision takes, at least. */
    private static long bytes(ServerConfig server, RequestFacts request) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < CALLS; i++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            server.decide(request);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }

    @Test
    void tenThousandRulesTakeNoMoreHeapThanTen() throws ConfigException {
        RequestFacts request = ExplainedRequest.of("GET", "/some/path?q=1", List.of());
        long few = bytes(server(rules(10)), request);
        long many = bytes(server(rules(10_000)), request);
        assertTrue(many <= few + 200, () -> many + " bytes with 10,000 rules, " + few + " with 10");
    }

    /** A server with nothing but rules does not make the objects of sections, redirects, rewriting, access control and expressions. */
    @Test
    void aServerWithRulesAloneMakesNoObjectsForTheRest() throws ConfigException {
        RequestFacts request = ExplainedRequest.of("GET", "/some/path?q=1", List.of());
        long rulesAlone = bytes(server(PASS), request);
        assertTrue(rulesAlone <= 800, () -> rulesAlone + " bytes");
    }
}
