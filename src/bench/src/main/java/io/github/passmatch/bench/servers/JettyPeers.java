package io.github.passmatch.bench.servers;

import jakarta.servlet.Servlet;
import java.util.Map;
import org.eclipse.jetty.ee10.proxy.AsyncProxyServlet;
import org.eclipse.jetty.ee10.proxy.ProxyServlet;

/** Proxy servlets of others on an embedded Jetty: one for each of the two upstreams, as their manuals say, with connections enough. */
public final class JettyPeers {

    /** By default Jetty's client has 256 and MITRE's 20, 2 to one host: too few for 512 clients. */
    private static final String CONNECTIONS = "1024";

    private JettyPeers() { }

    /** @param arguments the port, which servlet, the URLs of the upstreams for {@code /} and for {@code /slow} */
    public static void main(String[] arguments) throws Exception {
        new EmbeddedJetty(Integer.parseInt(arguments[0]))
                .with(servlet(arguments[1]), "/*", parameters(arguments[1], arguments[2], ""))
                .with(servlet(arguments[1]), "/slow/*", parameters(arguments[1], arguments[3] + "/slow", "/slow"))
                .run();
    }

    private static Servlet servlet(String kind) {
        return switch (kind) {
            case "proxy-servlet" -> new ProxyServlet.Transparent();
            case "async-proxy-servlet" -> new AsyncProxyServlet.Transparent();
            case "mitre" -> new org.mitre.dsmiley.httpproxy.ProxyServlet();
            default -> throw new IllegalArgumentException(kind);
        };
    }

    private static Map<String, String> parameters(String kind, String url, String prefix) {
        return kind.equals("mitre")
                ? Map.of("targetUri", url, "http.maxConnections", CONNECTIONS)
                : Map.of("proxyTo", url, "prefix", prefix.isEmpty() ? "/" : prefix, "maxConnections", CONNECTIONS);
    }
}
