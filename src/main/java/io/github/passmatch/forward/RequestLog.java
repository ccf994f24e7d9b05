package io.github.passmatch.forward;

import io.github.passmatch.forward.client.ClientView;
import io.github.passmatch.rules.Field;
import io.github.passmatch.rules.environment.RequestContext;
import io.github.passmatch.rules.environment.RequestFacts;
import io.github.passmatch.rules.log.CustomLog;
import io.github.passmatch.rules.log.LoggedRequest;
import io.github.passmatch.rules.match.Match;
import io.github.passmatch.rules.server.RoutingDecision;
import io.github.passmatch.rules.target.UpstreamTarget;
import io.github.passmatch.upstream.Observer;
import io.github.passmatch.upstream.log.Loggers;
import io.github.passmatch.upstream.outcome.ExchangeResult;
import io.github.passmatch.upstream.outcome.FinishedExchange;
import io.github.passmatch.upstream.outcome.FinishedExchange.Times;
import io.github.passmatch.upstream.request.Edits;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;

/** Writes the lines of one request to the logs of {@code CustomLog}. */
final class RequestLog {

    private static final Logger LOG = Loggers.of(Forwarder.class);

    private final Observer observer;
    private final List<CustomLog> logs;
    private final RoutingDecision decision;
    private final String contextPath;
    private final String requestLine;       // as it is at the begin: a container that stops takes its request away
    private final int clientPort;
    private final int localPort;
    private RequestContext context;
    private List<Field> responseFields;     // null: those of the response

    private RequestLog(Observer observer, List<CustomLog> logs, RoutingDecision decision, HttpServletRequest clientRequest) {
        this.observer = observer;
        this.logs = logs;
        this.decision = decision;
        this.context = decision.requestContext();
        this.contextPath = ClientView.contextPath(clientRequest);
        String query = clientRequest.getQueryString();
        this.requestLine = clientRequest.getMethod() + " " + clientRequest.getRequestURI() + (query == null ? "" : "?" + query) + " " + clientRequest.getProtocol();
        this.clientPort = clientRequest.getRemotePort();
        this.localPort = clientRequest.getLocalPort();
    }

    /** Null if there is nothing to write: the server has no log, or the request fetches an {@code ErrorDocument}. */
    static RequestLog of(Observer observer, RoutingDecision decision, HttpServletRequest clientRequest) {
        List<CustomLog> logs = decision.server().settings().logs();
        return logs.isEmpty() || clientRequest instanceof LocalGet ? null : new RequestLog(observer, logs, decision, clientRequest);
    }

    /** Keeps what the lines may need, because the container will use the objects for other requests. */
    void keep(HttpServletResponse clientResponse) {
        responseFields = fieldsOf(clientResponse);
        String path = context.path().get();
        context = new RequestContext(new KeptRequest(context.request()), () -> path, context.environment(), context.server());
    }

    private static List<Field> fieldsOf(HttpServletResponse clientResponse) {
        List<Field> fields = new ArrayList<>();
        for (String name : clientResponse.getHeaderNames()) for (String value : clientResponse.getHeaders(name)) fields.add(new Field(name, value));
        return fields;
    }

    /**
     * Writes the lines.
     *
     * @param target         null if the request was not forwarded
     * @param ownBody        bytes of the body that the proxy itself has sent; -1: the body is that of the upstream
     * @param clientResponse null after {@link #keep}
     */
    void write(FinishedExchange exchange, UpstreamTarget target, long ownBody, HttpServletResponse clientResponse) {
        try {
            Facts facts = new Facts(exchange, target, ownBody, responseFields, clientResponse);
            for (CustomLog log : logs) if (log.isFor(context)) observer.log(log, exchange, log.form() instanceof CustomLog.Httpd httpd ? httpd.format().line(facts) : null);
        } catch (RuntimeException e) {
            LOG.error("the access log of {} could not be written", exchange.path(), e);
        }
    }

    /** The facts of the finished request. */
    private final class Facts implements LoggedRequest {
        private final FinishedExchange exchange;
        private final UpstreamTarget target;
        private final long ownBody;
        private final List<Field> kept;
        private final HttpServletResponse clientResponse;
        private final RequestFacts request = context.request();
        private List<Field> requestFields;

        Facts(FinishedExchange exchange, UpstreamTarget target, long ownBody, List<Field> kept, HttpServletResponse clientResponse) {
            this.exchange = exchange;
            this.target = target;
            this.ownBody = ownBody;
            this.kept = kept;
            this.clientResponse = clientResponse;
        }

        @Override
        public RequestContext context() {
            return context;
        }

        @Override
        public String requestLine() {
            return requestLine;
        }

        @Override
        public String path() {
            return contextPath + context.path().get();
        }

        /** As in httpd, {@code RequestHeader} lines count if the request was not refused. */
        private List<Field> requestFields() {
            boolean edited = decision.match() instanceof Match.Forwarded || decision.match().isNoRule();
            if (requestFields == null) requestFields = edited ? Edits.ofRequest(request.fields(), decision) : request.fields();
            return requestFields;
        }

        @Override
        public List<String> requestField(String name) {
            return Field.values(requestFields(), name);
        }

        @Override
        public List<String> responseField(String name) {
            if (kept != null) return Field.values(kept, name);
            List<String> values = List.copyOf(clientResponse.getHeaders(name));
            return values.isEmpty() ? ofContainer(name) : values;
        }

        /** The fields that containers keep elsewhere, or add when they send the head. */
        private List<String> ofContainer(String name) {
            boolean announced = clientResponse.getHeader("Transfer-Encoding") != null || exchange.method().equals("HEAD") || exchange.status() == 204 || exchange.status() == 304;
            if (name.equalsIgnoreCase("Content-Type") && clientResponse.getContentType() != null) return List.of(clientResponse.getContentType());
            if (name.equalsIgnoreCase("Content-Length") && !announced && isComplete()) return List.of(String.valueOf(bodySent()));
            return name.equalsIgnoreCase("Connection") && !request.protocol().startsWith("HTTP/2") && !mayKeep() ? List.of("close") : List.of();
        }

        /** Whether the client allows another request on the connection. */
        private boolean mayKeep() {
            return request.protocol().equals("HTTP/1.1") && !closes(request.received().fields("Connection"));
        }

        @Override
        public int status() {
            return exchange.status();
        }

        @Override
        public long bodySent() {
            if (ownBody < 0) return exchange.received();
            return exchange.method().equals("HEAD") ? 0 : ownBody;
        }

        @Override
        public long bytesSent() {
            return "HTTP/1.1 200 OK\r\n\r\n".length() + size(kept != null ? kept : fieldsOf(clientResponse)) + bodySent();
        }

        @Override
        public long bytesReceived() {
            return requestLine.length() + "\r\n\r\n".length() + size(request.received().fields()) + exchange.sent();
        }

        private static long size(List<Field> fields) {
            long size = 0;
            for (Field field : fields) size += field.name().length() + field.value().length() + ": \r\n".length();
            return size;
        }

        @Override
        public long beganMicros() {
            return decision.receivedMicros();
        }

        @Override
        public long elapsedMicros() {
            return exchange.times().total() / 1000;
        }

        @Override
        public String peerAddress() {
            return request.received().remoteAddress();
        }

        @Override
        public int port(boolean local) {
            return local ? localPort : clientPort;
        }

        @Override
        public Optional<String> target() {
            return Optional.ofNullable(target).map(UpstreamTarget::toString);
        }

        @Override
        public boolean isComplete() {
            return exchange.ending() != ExchangeResult.CLIENT_GONE && exchange.ending() != ExchangeResult.CUT && exchange.ending() != ExchangeResult.BROKEN;
        }

        @Override
        public boolean keepsConnection() {
            String protocol = request.protocol();
            return protocol.startsWith("HTTP/2") || mayKeep() && !closes(responseField("Connection")) && !exchange.ending().isTunnel();
        }

        private static boolean closes(List<String> values) {
            return values.stream().anyMatch(value -> value.equalsIgnoreCase("close"));
        }

        @Override
        public Optional<String> note(String name) {
            return Optional.ofNullable(switch (name) {
                case "passmatch-rule" -> exchange.rule() == null ? null : exchange.rule().place().fileAndLine();
                case "passmatch-upstream" -> text(exchange.upstream());
                case "passmatch-member" -> exchange.memberChoice().flatMap(choice -> choice.member()).map(Object::toString).orElse(null);
                case "passmatch-choice" -> exchange.memberChoice().map(choice -> choice.code()).orElse(null);
                case "passmatch-lease" -> text(exchange.lease());
                case "passmatch-release" -> text(exchange.release());
                case "passmatch-ending" -> exchange.endingCode();
                case "passmatch-failure" -> exchange.upstreamFailure().map(failure -> failure.kind().code()).orElse(null);
                case "passmatch-queue" -> millis(exchange.times().queue());
                case "passmatch-connect" -> millis(exchange.times().connect());
                case "passmatch-first" -> millis(exchange.times().firstByte());
                default -> null;
            });
        }

        private static String text(Object value) {
            return value == null ? null : value.toString();
        }

        private static String millis(long nanos) {
            return Times.millis(nanos, new StringBuilder()).toString();
        }
    }
}
