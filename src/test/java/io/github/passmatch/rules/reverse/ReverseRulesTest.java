package io.github.passmatch.rules.reverse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.passmatch.rules.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Which of many {@code ProxyPassReverse} lines maps a value is found by an index: nobody must notice but by the clock. */
class ReverseRulesTest {

    private static final long SEED = Long.getLong("passmatch.seed", 20261127L);
    private static final int CONFIGURATIONS = 500;
    private static final int VALUES = 100;
    private static final List<String> ORIGINS = List.of("http://u", "http://u:81", "HTTP://U", "https://u", "http://uu", "", "");
    private static final String ORIGIN = "https://public/ctx";
    private static final Place HERE = new Place("test.conf", 1, 1);

    @Test
    void theFirstLineThatConcernsAValueMapsIt() {
        Random random = new Random(SEED);
        TreeMap<Integer, Integer> mappedBy = new TreeMap<>();
        for (int i = 0; i < CONFIGURATIONS; i++) {
            List<ReverseRule> lines = lines(random, 1 + random.nextInt(20), i % 5 == 0);
            int cut = random.nextInt(lines.size() + 1);
            ReverseRules rules = ReverseRules.of(lines.subList(0, cut)).then(ReverseRules.of(lines.subList(cut, lines.size())));
            UnaryOperator<ReverseRule> forRequest = i % 2 == 0 ? line -> line : ReverseRulesTest::filledIn;
            for (int n = 0; n < VALUES; n++) {
                String value = url(random, true);
                int first = firstThatMaps(lines, value, forRequest);
                Optional<String> expected = first < 0 ? Optional.empty() : forRequest.apply(lines.get(first)).map(value, ORIGIN);
                assertEquals(expected, rules.map(value, ORIGIN, forRequest), () -> "seed " + SEED + ", " + value + " by " + lines);
                mappedBy.merge(first, 1, Integer::sum);
            }
        }
        assertTrue(mappedBy.size() > 15 && mappedBy.get(-1) < CONFIGURATIONS * VALUES * 3 / 4 && mappedBy.get(5) > 100, mappedBy::toString);
    }

    private static ReverseRule filledIn(ReverseRule line) {
        return line.interpolate() ? new ReverseRule(HERE, line.fake(), url(new Random(line.fake().hashCode()), false), false) : line;
    }

    private static int firstThatMaps(List<ReverseRule> lines, String value, UnaryOperator<ReverseRule> forRequest) {
        for (int i = 0; i < lines.size(); i++) if (forRequest.apply(lines.get(i)).map(value, ORIGIN).isPresent()) return i;
        return -1;
    }

    private static List<ReverseRule> lines(Random random, int count, boolean interpolated) {
        List<ReverseRule> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) lines.add(new ReverseRule(HERE, "/" + i, url(random, false), interpolated && random.nextInt(4) == 0));
        return lines;
    }

    /** Of few words, so that many begin alike. */
    private static String url(Random random, boolean withQuery) {
        StringBuilder url = new StringBuilder(ORIGINS.get(random.nextInt(ORIGINS.size())));
        for (int i = random.nextInt(5); i > 0; i--) url.append("/").append(List.of("", "a", "ab", "A").get(random.nextInt(4)));
        if (random.nextInt(4) == 0) url.append("/");
        if (withQuery && random.nextInt(4) == 0) url.append("?next=http://u/a");
        return url.toString();
    }
}
