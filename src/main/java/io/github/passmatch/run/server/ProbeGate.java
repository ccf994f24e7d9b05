package io.github.passmatch.run.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.passmatch.rules.server.Probe;
import io.github.passmatch.upstream.reactor.Reactor;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Answers the probes before all limits, so that an overloaded process is not restarted, and serves the status page alone at its own address, if it has one. The answer to a probe needs no
 * thread that may wait.
 */
final class ProbeGate extends Handler.Sequence {

    private final Handler requests;
    private final Function<String, Optional<Probe>> probes;
    private Connector statusConnector;
    private Handler statusPage;
    private volatile boolean draining;

    /**
     * @param requests handles all other requests
     * @param probes   finds the probe for a path
     */
    ProbeGate(Handler requests, Function<String, Optional<Probe>> probes) {
        super(requests);
        this.requests = requests;
        this.probes = probes;
    }

    /** To be called before the start: {@code page} handles all requests that arrive at {@code connector}, and probes are answered only there. */
    void serveStatusAt(Connector connector, Handler page) {
        statusConnector = connector;
        statusPage = page;
        addHandler(page);
    }

    /** From now on the server is not ready. */
    void beginDraining() {
        draining = true;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        boolean forStatus = request.getConnectionMetaData().getConnector() == statusConnector;
        String path = request.getHttpURI().getPath();       // null for CONNECT
        Optional<Probe> probe = path != null && (forStatus || statusConnector == null) ? probes.apply(path) : Optional.empty();
        if (probe.isPresent()) return answer(probe.get(), request, response, callback);
        if (!forStatus) return requests.handle(request, response, callback);
        if (!Reactor.isCurrent()) return statusPage.handle(request, response, callback);
        request.getComponents().getExecutor().execute(new WaitingTask(() -> show(request, response, callback), callback));
        return true;
    }

    private void show(Request request, Response response, Callback callback) {
        try {
            if (!statusPage.handle(request, response, callback)) callback.succeeded();
        } catch (Exception e) {
            Response.writeError(request, response, callback, e);
        }
    }

    private boolean answer(Probe probe, Request request, Response response, Callback callback) {
        Probe.Answer answer = probe.answer(request.getMethod(), draining);
        byte[] text = answer.text().getBytes(UTF_8);
        answer.allowed().ifPresent(methods -> response.getHeaders().put(HttpHeader.ALLOW, methods));
        response.setStatus(answer.status());
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain;charset=utf-8");
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, text.length);
        response.write(true, ByteBuffer.wrap(text), callback);
        return true;
    }
}
