package io.github.passmatch.bench.servers;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.PathHandler;
import io.undertow.server.handlers.proxy.LoadBalancingProxyClient;
import io.undertow.server.handlers.proxy.ProxyHandler;
import java.net.URI;

/** Undertow's {@code ProxyHandler}, which is no servlet: one I/O thread serves both sides of an exchange, without hand-over. */
public final class UndertowPeer {

    private static final int IO_THREADS = 2;
    private static final int CONNECTIONS_PER_THREAD = 1024;
    private static final int LONGEST_REQUEST_MILLIS = 60_000;

    private UndertowPeer() { }

    /** @param arguments the port, the URLs of the upstreams for {@code /} and for {@code /slow} */
    public static void main(String[] arguments) {
        PathHandler handler = new PathHandler(proxy(arguments[1])).addPrefixPath("/slow", proxy(arguments[2] + "/slow"));
        Undertow.builder().addHttpListener(Integer.parseInt(arguments[0]), "127.0.0.1").setIoThreads(IO_THREADS)
                .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, -1L).setHandler(handler).build().start();
    }

    private static HttpHandler proxy(String url) {
        LoadBalancingProxyClient client = new LoadBalancingProxyClient().setConnectionsPerThread(CONNECTIONS_PER_THREAD).addHost(URI.create(url));
        return ProxyHandler.builder().setProxyClient(client).setMaxRequestTime(LONGEST_REQUEST_MILLIS).build();
    }
}
