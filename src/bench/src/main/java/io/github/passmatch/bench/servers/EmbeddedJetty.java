package io.github.passmatch.bench.servers;

import jakarta.servlet.Servlet;
import java.util.Map;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** A Jetty as plain as it can be: one connector on the loopback interface, one context, servlets. */
final class EmbeddedJetty {

    private final Server server = new Server(new QueuedThreadPool());
    private final ServletContextHandler context = new ServletContextHandler("/", ServletContextHandler.NO_SESSIONS | ServletContextHandler.NO_SECURITY);

    EmbeddedJetty(int port) {
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        server.addConnector(connector);
        server.setHandler(context);
    }

    EmbeddedJetty with(Servlet servlet, String mapping, Map<String, String> parameters) {
        ServletHolder holder = new ServletHolder(servlet);
        holder.setInitParameters(parameters);
        holder.setAsyncSupported(true);
        context.addServlet(holder, mapping);
        return this;
    }

    /** Serves until the process is killed. */
    void run() throws Exception {
        server.start();
        server.join();
    }
}
