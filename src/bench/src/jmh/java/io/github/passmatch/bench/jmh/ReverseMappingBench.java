package io.github.passmatch.bench.jmh;

import io.github.passmatch.rules.Place;
import io.github.passmatch.rules.reverse.ReverseRule;
import io.github.passmatch.rules.reverse.ReverseRules;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Does a redirect cost the same with many {@code ProxyPassReverse} lines as with one? */
public class ReverseMappingBench extends AverageTime {

    @Param({"1", "10", "10000"})
    public int lines;

    private ReverseRules rules;
    private String location;

    @Setup
    public void makeRules() {
        rules = ReverseRules.of(lines(lines));
        location = "http://127.0.0.1:1323/service" + (lines - 1) + "/orders/7?done=1";
        if (last().isEmpty()) throw new IllegalStateException("nothing maps " + location);
    }

    private static List<ReverseRule> lines(int count) {
        return IntStream.range(0, count).mapToObj(i -> new ReverseRule(new Place("bench.conf", i + 1, 1), "/s" + i, "http://127.0.0.1:1323/service" + i, false)).toList();
    }

    @Benchmark
    public Optional<String> last() {
        return rules.map(location, "https://www.example.org", rule -> rule);
    }
}
