package io.github.passmatch.config.draft;

import io.github.passmatch.rules.Place;
import io.github.passmatch.rules.client.ProxyProtocol;
import io.github.passmatch.rules.client.RemoteIp;
import io.github.passmatch.rules.connection.DirectHost;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects the {@code RemoteIP} directives of one server. As in httpd, the proxies of a virtual host replace those of the main server. */
public final class RemoteIpDraft {
    /** {@code RemoteIPProxyProtocol}, with the place of On. */
    public Optional<Boolean> proxyProtocol = Optional.empty();
    public Optional<Place> proxyProtocolPlace = Optional.empty();
    /** {@code RemoteIPProxyProtocolExceptions}. */
    public final List<DirectHost.Network> exceptions = new ArrayList<>();
    public Optional<String> header = Optional.empty();
    public Optional<String> proxiesHeader = Optional.empty();
    public final List<RemoteIp.Proxy> proxies = new ArrayList<>();

    /** Empty if the PROXY protocol is off. */
    Optional<ProxyProtocol> proxyProtocol(Optional<RemoteIpDraft> main) {
        List<DirectHost.Network> without = exceptions.isEmpty() ? main.map(draft -> draft.exceptions).orElse(List.of()) : exceptions;
        return proxyProtocol.or(() -> main.flatMap(draft -> draft.proxyProtocol)).filter(on -> on).map(on -> new ProxyProtocol(without));
    }

    /** Empty if there is no {@code RemoteIPHeader}. */
    Optional<RemoteIp> build(Optional<RemoteIpDraft> main) {
        Optional<String> record = proxiesHeader.or(() -> main.flatMap(draft -> draft.proxiesHeader));
        List<RemoteIp.Proxy> trusted = proxies.isEmpty() ? main.map(draft -> draft.proxies).orElse(List.of()) : proxies;
        return header.or(() -> main.flatMap(draft -> draft.header)).map(name -> new RemoteIp(name, trusted, record));
    }
}
