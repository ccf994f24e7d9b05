package io.github.passmatch.config.draft;

import io.github.passmatch.rules.client.RemoteIp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects the {@code RemoteIP} directives of one server. As in httpd, the proxies of a virtual host replace those of the main server. */
public final class RemoteIpDraft {
    public Optional<String> header = Optional.empty();
    public Optional<String> proxiesHeader = Optional.empty();
    public final List<RemoteIp.Proxy> proxies = new ArrayList<>();

    /** Empty if there is no {@code RemoteIPHeader}. */
    Optional<RemoteIp> build(Optional<RemoteIpDraft> main) {
        Optional<String> record = proxiesHeader.or(() -> main.flatMap(draft -> draft.proxiesHeader));
        List<RemoteIp.Proxy> trusted = proxies.isEmpty() ? main.map(draft -> draft.proxies).orElse(List.of()) : proxies;
        return header.or(() -> main.flatMap(draft -> draft.header)).map(name -> new RemoteIp(name, trusted, record));
    }
}
