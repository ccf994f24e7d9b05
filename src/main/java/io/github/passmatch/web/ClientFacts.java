package io.github.passmatch.web;

import io.github.passmatch.forward.client.ClientHandshake;
import io.github.passmatch.forward.client.ClientView;
import io.github.passmatch.rules.Bytes;
import io.github.passmatch.rules.Field;
import io.github.passmatch.rules.environment.ClientNames;
import io.github.passmatch.rules.environment.FileLookup;
import io.github.passmatch.rules.environment.RequestFacts;
import io.github.passmatch.rules.file.DiskFiles;
import io.github.passmatch.rules.target.IpAddress;
import io.github.passmatch.rules.tls.ClientTls;
import io.github.passmatch.upstream.reactor.Reactor;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;

/** Reads from the container the facts about a request that conditions and variables of the configuration use. */
final class ClientFacts implements RequestFacts {

    private final HttpServletRequest clientRequest;
    private final String host;      // used several times

    ClientFacts(HttpServletRequest clientRequest) {
        this.clientRequest = clientRequest;
        this.host = ClientView.host(clientRequest);
    }

    @Override
    public String method() {
        return clientRequest.getMethod();
    }

    @Override
    public String path() {
        return RawPath.belowContext(clientRequest);
    }

    @Override
    public String query() {
        String query = clientRequest.getQueryString();
        return query == null ? null : RawPath.bytes(query, clientRequest);
    }

    @Override
    public String protocol() {
        return clientRequest.getProtocol();
    }

    @Override
    public String scheme() {
        return ClientView.scheme(clientRequest);
    }

    @Override
    public String host() {
        return host;
    }

    @Override
    public int port() {
        return ClientView.port(clientRequest);
    }

    @Override
    public String remoteAddress() {
        return IpAddress.canonical(clientRequest.getRemoteAddr());
    }

    @Override
    public Optional<ClientNames> clientNames() {
        return Optional.of(NameLookups.SYSTEM);
    }

    @Override
    public Optional<FileLookup> files() {
        return Reactor.isCurrent() ? Optional.empty() : Optional.of(DiskFiles.INSTANCE);
    }

    @Override
    public String containerUser() {
        String user = clientRequest.getRemoteUser();
        return user == null || user.isEmpty() ? null : Bytes.of(user);
    }

    @Override
    public Optional<ClientTls> tls() {
        return ClientHandshake.of(clientRequest);
    }

    @Override
    public String serverAddress() {
        return IpAddress.canonical(clientRequest.getLocalAddr());
    }

    @Override
    public List<String> fields(String name) {
        List<String> values = Collections.list(clientRequest.getHeaders(name));
        return values.size() > 1 && mayHaveSeveralLines(name) ? List.of(String.join("; ", values)) : values;
    }

    /** In HTTP/2 and HTTP/3, a client may send each cookie as a separate field line; in HTTP/1.1 there must be one line (RFC 9113 §8.2.3, RFC 9114 §4.2.1). */
    private boolean mayHaveSeveralLines(String name) {
        return name.equalsIgnoreCase("Cookie") && !protocol().startsWith("HTTP/1");
    }

    @Override
    public List<Field> fields() {
        List<Field> fields = new ArrayList<>();
        for (Enumeration<String> names = clientRequest.getHeaderNames(); names.hasMoreElements(); ) {
            String name = names.nextElement();
            if (mayHaveSeveralLines(name)) fields(name).forEach(value -> fields.add(new Field(name, value)));
            else for (Enumeration<String> values = clientRequest.getHeaders(name); values.hasMoreElements(); ) fields.add(new Field(name, values.nextElement()));
        }
        return fields;
    }
}
