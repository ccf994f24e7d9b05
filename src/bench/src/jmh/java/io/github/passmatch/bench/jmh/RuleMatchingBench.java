package io.github.passmatch.bench.jmh;

import io.github.passmatch.config.ConfigReader;
import io.github.passmatch.config.problem.ConfigException;
import io.github.passmatch.config.problem.ConfigSource;
import io.github.passmatch.rules.match.EncodedSlashes;
import io.github.passmatch.rules.match.Match;
import io.github.passmatch.rules.match.RequestPath;
import io.github.passmatch.rules.match.RuleSet;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Does it matter how many rules there are, and which of them takes the path? The path is normalised, matched and mapped. */
public class RuleMatchingBench extends AverageTime {

    @Param({"1", "10", "100", "1000", "10000"})
    public int rules;

    @Param({"ProxyPass /app%05d http://127.0.0.1:1323/store", "ProxyPassMatch ^/app%05d/(.*)$ http://127.0.0.1:1323/$1"})
    public String rule;

    @Param({"first", "last", "none"})
    public String taker;

    private RuleSet set;
    private String path;

    @Setup
    public void readRules() throws ConfigException {
        StringBuilder config = new StringBuilder();
        for (int i = 0; i < rules; i++) config.append(String.format(rule, i)).append('\n');
        set = ConfigReader.read(new ConfigSource("bench.conf", config.toString()), Map.of()).config().main().rules();
        path = switch (taker) {
            case "first" -> "/app00000/users/1234";
            case "last" -> String.format("/app%05d/users/1234", rules - 1);
            default -> "/other/users/1234";
        };
        if (match() instanceof Match.Forwarded == taker.equals("none")) throw new IllegalStateException("not taken by " + taker + ": " + path);
    }

    @Benchmark
    public Match match() {
        return set.match(new RequestPath(path, "page=2", EncodedSlashes.OFF, true), null);
    }
}
