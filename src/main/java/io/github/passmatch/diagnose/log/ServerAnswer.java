package io.github.passmatch.diagnose.log;

import io.github.passmatch.rules.Field;
import io.github.passmatch.rules.environment.Environment;
import io.github.passmatch.rules.environment.RequestContext;
import io.github.passmatch.rules.environment.RequestFacts;
import io.github.passmatch.rules.log.CustomLog;
import io.github.passmatch.rules.log.LoggedRequest;
import io.github.passmatch.rules.server.ProxyConfig;
import io.github.passmatch.upstream.outcome.FinishedExchange;
import java.util.List;
import java.util.Optional;

/** What is known about a request that the server around the filter has refused. As in httpd, such a request belongs to the main server. */
record ServerAnswer(FinishedExchange exchange, RequestContext context) implements LoggedRequest {

    private static final String DASH = "-";

    /** Writes the request to the logs of the main server. */
    static void log(FinishedExchange exchange, ProxyConfig config, AccessLog to) {
        ServerAnswer answer = new ServerAnswer(exchange, new RequestContext(new Facts(exchange), exchange::path, new Environment(), config.main().settings().names(true)));
        for (CustomLog log : config.main().settings().logs()) if (log.isFor(answer.context)) to.log(log, exchange, log.form() instanceof CustomLog.Httpd httpd ? httpd.format().line(answer) : null);
    }

    private record Facts(FinishedExchange exchange) implements RequestFacts {
        @Override
        public String method() {
            return exchange.method();
        }

        @Override
        public String path() {
            return exchange.path();
        }

        @Override
        public String query() {
            return null;
        }

        @Override
        public String protocol() {
            return DASH;
        }

        @Override
        public String scheme() {
            return "http";
        }

        @Override
        public String host() {
            return null;
        }

        @Override
        public int port() {
            return 0;
        }

        @Override
        public String remoteAddress() {
            return exchange.client();
        }

        @Override
        public String serverAddress() {
            return DASH;
        }

        @Override
        public List<String> fields(String name) {
            return List.of();
        }

        @Override
        public List<Field> fields() {
            return List.of();
        }
    }

    /** A dash for a request that could not be read. */
    @Override
    public String requestLine() {
        return exchange.method().equals(DASH) ? DASH : exchange.method() + " " + exchange.path();
    }

    @Override
    public String path() {
        return exchange.path();
    }

    @Override
    public List<String> requestField(String name) {
        return List.of();
    }

    @Override
    public List<String> responseField(String name) {
        return List.of();
    }

    @Override
    public int status() {
        return exchange.status();
    }

    @Override
    public long bodySent() {
        return 0;
    }

    @Override
    public long bytesSent() {
        return 0;
    }

    @Override
    public long bytesReceived() {
        return 0;
    }

    @Override
    public long beganMicros() {
        return exchange.endedMillis() * 1000;
    }

    @Override
    public long elapsedMicros() {
        return 0;
    }

    @Override
    public String peerAddress() {
        return exchange.client();
    }

    @Override
    public int port(boolean local) {
        return 0;
    }

    @Override
    public Optional<String> target() {
        return Optional.empty();
    }

    @Override
    public boolean isComplete() {
        return true;
    }

    @Override
    public boolean keepsConnection() {
        return false;
    }

    @Override
    public Optional<String> note(String name) {
        return name.equals("passmatch-ending") ? Optional.of(exchange.endingCode()) : Optional.empty();
    }
}
