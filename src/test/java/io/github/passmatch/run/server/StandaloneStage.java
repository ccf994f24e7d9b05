package io.github.passmatch.run.server;

import io.github.passmatch.forward.container.ClientSwitch;
import io.github.passmatch.rules.server.ClientLimits;
import io.github.passmatch.rules.server.ClientLimits.ReadTime;
import io.github.passmatch.web.ProxyFilter;
import java.time.Duration;
import java.util.OptionalInt;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** The server of {@code java -jar} for tests that need their own webapp in it: the selectors handle requests, and watch the upstreams. */
public final class StandaloneStage {

    private static final ClientLimits LIMITS = new ClientLimits(OptionalInt.empty(), OptionalInt.empty(), Duration.ofSeconds(60), true, Duration.ofSeconds(60), 0, ReadTime.NONE, new ReadTime(0, 0, 0), new ReadTime(0, 0, 0), Duration.ofSeconds(30), Duration.ZERO);

    private StandaloneStage() { }

    public static Server server() {
        return new Server(RequestThreads.pool());
    }

    public static ServerConnector connector(Server server) {
        return new ClientConnector(server, new ClientConnections(HttpRules.configuration(), LIMITS));
    }

    /** The webapp behind the gate that hands requests with a long body to other threads. */
    public static Handler handler(Server server, ServletContextHandler context) {
        context.setAttribute(ProxyFilter.SELECTORS, new ServerSelectors(server));
        context.setAttribute(ClientSwitch.ATTRIBUTE, new ServerSwitch());
        server.addBean(ClientConnections.watch(server, 0));
        return new RequestGate(context, LIMITS, request -> request.getHeaders().contains("Authorization"), (request, reason, detail) -> { });
    }
}
