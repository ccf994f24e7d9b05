package io.github.passmatch.config.review;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.config.problem.Finding;
import io.github.passmatch.config.problem.Problem;
import io.github.passmatch.testing.ProxyUnderTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Tests that the fast lookup of a {@code ProxyPassReverse} URL among the URLs of rules gives the same result as a comparison with each rule. */
class ReviewOfAnswersTest {

    private static final long SEED = Long.getLong("passmatch.seed", 20261127L);
    private static final int CONFIGURATIONS = 300;

    @Test
    void reverseLineWithoutMatchingRuleIsReported() throws Exception {
        Random random = new Random(SEED);
        int lines = 0;
        int noted = 0;
        for (int i = 0; i < CONFIGURATIONS; i++) {
            List<String> targets = new ArrayList<>();
            List<String> reversed = new ArrayList<>();
            List<String> text = new ArrayList<>();
            for (int n = random.nextInt(4); n >= 0; n--) {
                targets.add(url(random) + (random.nextBoolean() ? "/$1" : ""));
                text.add("ProxyPassMatch ^/" + n + "/(.*)$ " + targets.get(targets.size() - 1));
            }
            for (int n = random.nextInt(6); n >= 0; n--) {
                reversed.add(url(random));
                text.add("ProxyPassReverse /" + n + " " + reversed.get(reversed.size() - 1));
            }
            TreeSet<Integer> expected = new TreeSet<>();
            for (int n = 0; n < reversed.size(); n++) if (!isSentTo(reversed.get(n), targets)) expected.add(targets.size() + n + 1);
            TreeSet<Integer> told = new TreeSet<>();
            for (Problem problem : ProxyUnderTest.read(text.toArray(String[]::new)).problems())
                if (problem.finding() == Finding.REDIRECT_NOT_MAPPED) told.add(problem.place().line());
            assertEquals(expected, told, () -> "seed " + SEED + ": " + text);
            lines += reversed.size();
            noted += told.size();
        }
        assertTrue(noted > lines / 5 && noted < lines * 4 / 5, noted + " of " + lines);
    }

    private static boolean isSentTo(String url, List<String> targets) {
        return targets.stream().anyMatch(target -> target.startsWith(url) || url.startsWith(target.replaceFirst("\\$.*", "")));
    }

    /** Made of few words, so that many texts have the same beginning. */
    private static String url(Random random) {
        StringBuilder url = new StringBuilder("http://").append(random.nextBoolean() ? "u" : "uu");
        for (int i = random.nextInt(3); i > 0; i--) url.append("/").append(random.nextBoolean() ? "a" : "ab");
        return url.toString();
    }
}
