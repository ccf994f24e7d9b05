package io.github.passmatch.rules.client;

import io.github.passmatch.rules.connection.DirectHost;
import java.net.InetAddress;
import java.util.List;

/**
 * {@code RemoteIPProxyProtocol On}: each connection must begin with a header of the PROXY protocol, which tells the address of the client. For {@code java -jar}.
 *
 * @param exceptions {@code RemoteIPProxyProtocolExceptions}: peers that send no header
 */
public record ProxyProtocol(List<DirectHost.Network> exceptions) {

    public ProxyProtocol {
        exceptions = List.copyOf(exceptions);
    }

    /** Whether a connection of this peer must begin with a header. */
    public boolean isFor(InetAddress peer) {
        return exceptions.stream().noneMatch(network -> network.contains(peer));
    }
}
