package io.github.passmatch.forward;

import io.github.passmatch.forward.answer.ResponseFields;
import io.github.passmatch.forward.client.ClientWatch;
import io.github.passmatch.forward.client.Http1ClientConnection;
import io.github.passmatch.rules.Field;
import io.github.passmatch.upstream.outcome.ClientGone;
import io.github.passmatch.upstream.request.UpstreamResponse;
import io.github.passmatch.upstream.time.ClientConnection;
import io.github.passmatch.upstream.time.ResponseListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Represents the client for the upstream package: tells whether the client has left, and sends interim responses (RFC 9110 §15.2) that the container can send. */
final class WaitingClient implements ResponseListener, AutoCloseable {

    private final ClientWatch watch;
    private final ClientWatch.Client client;
    private final HttpServletRequest clientRequest;
    private final HttpServletResponse clientResponse;
    private final Set<Integer> interim;

    /** @param interim the interim statuses to pass on */
    WaitingClient(ClientWatch watch, HttpServletRequest clientRequest, HttpServletResponse clientResponse, Set<Integer> interim) {
        this.watch = watch;
        this.client = watch.watch(clientRequest);
        this.clientRequest = clientRequest;
        this.clientResponse = clientResponse;
        this.interim = clientRequest.getProtocol().equals("HTTP/1.0") ? Set.of() : interim;
    }

    /** The client has left, or has cancelled the request. On any thread. */
    void leave() {
        client.leave();
    }

    @Override
    public boolean hasLeft() {
        return client.hasLeft();
    }

    @Override
    public Optional<ClientConnection> connection() {
        return Http1ClientConnection.of(clientRequest, watch);
    }

    /** A container sends all fields that are set, so fields of other filters are removed before and set again after the interim response. */
    @Override
    public void interim(UpstreamResponse answer) throws ClientGone {
        if (!interim.contains(answer.status()) || clientResponse.isCommitted()) return;
        List<Field> saved = new ArrayList<>();
        for (String name : clientResponse.getHeaderNames())
            for (String value : clientResponse.getHeaders(name)) saved.add(new Field(name, value));
        clientResponse.reset();
        addAll(ResponseFields.endToEnd(answer));
        try {
            clientResponse.sendError(answer.status());
        } catch (IOException e) {
            throw new ClientGone("the client left while an interim response was sent", e);
        }
        clientResponse.reset();
        addAll(saved);
    }

    /** The container may have set fields again after the reset: the first field of each name replaces them. */
    private void addAll(List<Field> fields) {
        for (int i = 0; i < fields.size(); i++) {
            Field field = fields.get(i);
            boolean first = fields.subList(0, i).stream().noneMatch(earlier -> earlier.is(field.name()));
            if (first) clientResponse.setHeader(field.name(), field.value());
            else clientResponse.addHeader(field.name(), field.value());
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
