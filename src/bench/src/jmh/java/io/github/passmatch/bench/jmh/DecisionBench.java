package io.github.passmatch.bench.jmh;

import io.github.passmatch.config.ConfigReader;
import io.github.passmatch.config.problem.ConfigException;
import io.github.passmatch.config.problem.ConfigSource;
import io.github.passmatch.diagnose.explain.ExplainedRequest;
import io.github.passmatch.rules.environment.RequestFacts;
import io.github.passmatch.rules.server.RoutingDecision;
import io.github.passmatch.rules.server.ServerConfig;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** What do redirects, rewrite rules and access control cost a request that none of them takes, beside one rule alone? With {@code -prof gc} also in bytes. */
public class DecisionBench extends AverageTime {

    @Param({"rule alone", "access", "redirect", "rewrite 10", "rewrite 10000", "expression"})
    public String lines;

    private ServerConfig server;
    private RequestFacts request;

    @Setup
    public void readLines() throws ConfigException {
        String before = switch (lines) {
            case "access" -> "<Location /admin>\nRequire ip 10.0.0.0/8\n</Location>\n";
            case "redirect" -> "Redirect /old https://n.example/\n";
            case "rewrite 10" -> rewriteRules(10);
            case "rewrite 10000" -> rewriteRules(10_000);
            case "expression" -> "RequestHeader set X-Proto expr=%{REQUEST_SCHEME}\nHeader set X-Api 1 \"expr=%{REQUEST_URI} =~ m#^/api#\"\n";
            default -> "";
        };
        server = ConfigReader.read(new ConfigSource("bench.conf", before + "ProxyPass / http://127.0.0.1:1323/\n"), Map.of()).config().main();
        request = ExplainedRequest.of("GET", "/store/users/1234?page=2", List.of());
    }

    private static String rewriteRules(int count) {
        StringBuilder text = new StringBuilder("RewriteEngine On\n");
        for (int i = 0; i < count; i++) text.append(String.format("RewriteRule ^/old%05d/(.*) https://n.example/$1 [R,L]%n", i));
        return text.toString();
    }

    @Benchmark
    public RoutingDecision decide() {
        return server.decide(request);
    }
}
