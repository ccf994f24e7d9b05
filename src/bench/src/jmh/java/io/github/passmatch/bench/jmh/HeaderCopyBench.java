package io.github.passmatch.bench.jmh;

import io.github.passmatch.config.ConfigReader;
import io.github.passmatch.config.problem.ConfigException;
import io.github.passmatch.config.problem.ConfigSource;
import io.github.passmatch.rules.Field;
import io.github.passmatch.rules.environment.RequestFacts;
import io.github.passmatch.rules.match.Match;
import io.github.passmatch.rules.server.RoutingDecision;
import io.github.passmatch.rules.server.ServerConfig;
import io.github.passmatch.rules.target.UpstreamTarget;
import io.github.passmatch.upstream.outcome.BadRequest;
import io.github.passmatch.upstream.request.Identity;
import io.github.passmatch.upstream.request.RequestFields;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** What does it cost to make the upstream request's fields out of the client's: what ends here dropped, ours added? Answers' fields are copied by what is not public. */
public class HeaderCopyBench extends AverageTime {

    private static final List<Field> OF_WRK = List.of(new Field("Host", "localhost:8080"));
    private static final List<Field> OF_A_BROWSER = List.of(
            new Field("Host", "www.example.org"), new Field("Connection", "keep-alive, X-Nominated"), new Field("X-Nominated", "1"),
            new Field("User-Agent", "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36"),
            new Field("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"), new Field("Accept-Encoding", "gzip, deflate, br"),
            new Field("Accept-Language", "en,de;q=0.5"), new Field("Cookie", "JSESSIONID=0123456789ABCDEF0123456789ABCDEF; theme=dark; consent=all"),
            new Field("Referer", "https://www.example.org/shop/items?page=2"), new Field("Upgrade-Insecure-Requests", "1"),
            new Field("Sec-Fetch-Dest", "document"), new Field("Sec-Fetch-Mode", "navigate"), new Field("Sec-Fetch-Site", "same-origin"),
            new Field("X-Forwarded-For", "192.0.2.7"));

    @Param({"wrk", "browser"})
    public String client;

    private RequestFields fields;
    private RoutingDecision ruling;
    private UpstreamTarget target;

    @Setup
    public void rule() throws ConfigException {
        ServerConfig site = ConfigReader.read(new ConfigSource("bench.conf", "ServerName www.example.org\nProxyPass / http://127.0.0.1:1323/\n"), Map.of()).config().main();
        fields = new RequestFields(site.settings(), new Identity(site.settings()));
        ruling = site.decide(new Facts(client.equals("wrk") ? OF_WRK : OF_A_BROWSER));
        target = ((Match.Forwarded) ruling.match()).target();
    }

    @Benchmark
    public List<Field> copy() throws BadRequest {
        return fields.of(target, ruling, false);
    }

    /** A request that only has fields of its own. */
    private record Facts(List<Field> fields) implements RequestFacts {

        @Override
        public String method() {
            return "GET";
        }

        @Override
        public String path() {
            return "/app/users/1234";
        }

        @Override
        public String query() {
            return null;
        }

        @Override
        public String protocol() {
            return "HTTP/1.1";
        }

        @Override
        public String scheme() {
            return "http";
        }

        @Override
        public String host() {
            return fields.get(0).value();
        }

        @Override
        public int port() {
            return 8080;
        }

        @Override
        public String remoteAddress() {
            return "192.0.2.1";
        }

        @Override
        public String serverAddress() {
            return "192.0.2.2";
        }

        @Override
        public List<String> fields(String name) {
            return fields.stream().filter(field -> field.is(name)).map(Field::value).toList();
        }
    }
}
