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

/** What does it cost to map one path by one rule: normalise, decode, compare, escape, put the target together? */
public class PathMappingBench extends AverageTime {

    /** What a browser asks for; something to decode and to escape again; something to normalise. */
    @Param({"/app/users/1234", "/app/users/caf%C3%A9%20noir/12%2F34", "/app/x/../users/./1234"})
    public String path;

    @Param({"ProxyPass /app http://127.0.0.1:1323/store", "ProxyPassMatch ^/app/(.*)$ http://127.0.0.1:1323/$1"})
    public String rule;

    private RuleSet rules;

    @Setup
    public void readRule() throws ConfigException {
        rules = ConfigReader.read(new ConfigSource("bench.conf", rule + "\nAllowEncodedSlashes NoDecode\n"), Map.of()).config().main().rules();
        if (!(map() instanceof Match.Forwarded)) throw new IllegalStateException(rule + " does not take " + path);
    }

    @Benchmark
    public Match map() {
        return rules.match(new RequestPath(path, "page=2", EncodedSlashes.NO_DECODE, true), null);
    }
}
