package io.github.passmatch.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.Gson;
import io.github.passmatch.config.ReadBalancers;
import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.golden.balance.BalanceRow;
import io.github.passmatch.golden.balance.BalanceStage;
import io.github.passmatch.rules.balance.Attempts;
import io.github.passmatch.rules.balance.Balancing;
import io.github.passmatch.rules.balance.Balancings;
import io.github.passmatch.rules.balance.Choice;
import io.github.passmatch.rules.balance.ErrorCause;
import io.github.passmatch.testing.ProxyUnderTest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random balancers (weights, sets, flags, routes, failures) on the httpd of this machine and here: each request must go to the member that is chosen without connections. {@code -Dpassmatch.balancers=n}: the number of balancers. */
class BalancerDifferentialTest {

    private static final int CASES = Integer.getInteger("passmatch.balancers", 25);
    private static final int REQUESTS = 24;
    private static final long SEED = Long.getLong("passmatch.differential.seed", 20261128);
    private static final long NOW = 1_000_000;
    private static final String MODULES = Stream.of("slotmem_shm", "proxy_balancer", "lbmethod_byrequests").map(Httpd::load).reduce("", String::concat);

    private final Random random = new Random(SEED);
    private final Set<String> down = new HashSet<>();

    @TempDir
    private Path directory;

    @Test
    void httpdChoosesTheSameMembers() throws Exception {
        assumeTrue(Httpd.binary().isPresent(), "no apache2 or httpd on this machine");
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < CASES; i++) {
            BalanceRow row = row("balancer" + i);
            String conditions = MODULES + "DefaultRuntimeDir \"" + directory + "\"\nMutex file:" + directory + " default\n";
            try (BalanceStage stage = new BalanceStage(row); Httpd httpd = Httpd.whole(directory.resolve(row.id()), conditions + stage.configuration())) {
                List<String> wrong = stage.play(httpd.port(0));
                if (!wrong.isEmpty()) differences.add("httpd: " + wrong + "\n" + row.json());
            }
            try (BalanceStage stage = new BalanceStage(row); ProxyUnderTest proxy = new ProxyUnderTest(stage.configuration())) {
                List<String> wrong = stage.play(proxy.port());
                if (!wrong.isEmpty()) differences.add("here: " + wrong + "\n" + row.json());
            }
        }
        assertEquals("", String.join("\n\n", differences));
    }

    /** A random row whose expectations are our choices. */
    private BalanceRow row(String id) {
        down.clear();
        Map<String, Object> upstreams = new HashMap<>();
        List<String> directives = new ArrayList<>(List.of("<Proxy balancer://c>"));
        int members = 2 + random.nextInt(4);
        for (int i = 0; i < members; i++) {
            String name = String.valueOf((char) ('a' + i));
            if (random.nextInt(4) == 0) down.add(name);
            upstreams.put(name, down.contains(name) ? Map.of("down", true) : Map.of());
            directives.add("BalancerMember http://{" + name + "} route=" + name + sometimes(2, "loadfactor=", "2", "3", "1.5", "10", "2.25") + sometimes(3, "lbset=", "0", "1", "2")
                    + sometimes(3, "status=+", "H", "R", "D", "S", "N", "I") + sometimes(5, "redirect=", "a", "b", "c"));
        }
        directives.add("ProxySet lbmethod=byrequests" + sometimes(2, "stickysession=", "S") + sometimes(4, "nofailover=", "on") + sometimes(4, "maxattempts=", "0", "1", "2") + sometimes(5, "forcerecovery=", "off"));
        directives.addAll(List.of("</Proxy>", "ProxyPass / balancer://c/"));
        Balancing balancing = Balancings.NONE.next(ReadBalancers.of(String.join("\n", directives).replaceAll("\\{([a-z])}", "$1"), new Problems())).find("c").orElseThrow();
        List<Object> steps = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) steps.add(step(balancing, random.nextInt(3) == 0 ? List.of("S=1." + (char) ('a' + random.nextInt(members + 1))) : List.of()));
        return new BalanceRow(id, new Gson().toJsonTree(Map.of("directives", directives, "upstreams", upstreams, "steps", steps)).getAsJsonObject());
    }

    private String sometimes(int oneIn, String name, String... values) {
        return random.nextInt(oneIn) == 0 ? " " + name + values[random.nextInt(values.length)] : "";
    }

    private Map<String, Object> step(Balancing balancing, List<String> cookies) {
        List<List<String>> extra = cookies.stream().map(cookie -> List.of("Cookie", cookie)).toList();
        return Map.of("request", Map.of("target", "/x", "extra", extra), "expect", Map.of("answers", answer(balancing, cookies)));
    }

    private String answer(Balancing balancing, List<String> cookies) {
        try (Attempts attempts = balancing.begin("/x", null, cookies)) {
            do {
                Choice choice = attempts.next(NOW);
                if (choice.chosen().isEmpty()) return "503";
                String name = choice.member().orElseThrow().url().replace("http://", "");
                if (!down.contains(name)) {
                    attempts.answered(200, NOW);
                    return name;
                }
                attempts.failed(ErrorCause.CONNECT, "", NOW);
            } while (attempts.mayRepeat());
            return "503";
        }
    }
}
