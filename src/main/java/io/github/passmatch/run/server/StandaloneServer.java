package io.github.passmatch.run.server;

import io.github.passmatch.config.ConfigOrigin;
import io.github.passmatch.config.Reading;
import io.github.passmatch.diagnose.Telemetry;
import io.github.passmatch.diagnose.figures.FilterName;
import io.github.passmatch.rules.OwnAnswer;
import io.github.passmatch.rules.server.ClientLimits;
import io.github.passmatch.rules.server.ProxyConfig.Listen;
import io.github.passmatch.web.ProxyFilter;
import jakarta.servlet.DispatcherType;
import java.io.IOException;
import java.net.BindException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** The filter in an embedded Jetty that serves nothing else. Started and stopped once. */
public final class StandaloneServer {

    /** Longest time that requests in flight get when the server stops. */
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(30);

    /** So much of an upload is read, and passed on, at once. With Jetty's own 8192, 10 MiB cost nearly twice the CPU (10.8 for 6.2 ms). */
    private static final int INPUT_BUFFER_BYTES = 32 * 1024;

    /** So many clients may stand before the door; httpd's {@code ListenBacklog}. Jetty's own 128 lets some of 2,000 that come at once wait a second to try again. */
    private static final int ACCEPT_QUEUE = 511;

    /** What Jetty puts in the place of a request line that it could not read. */
    private static final String UNREAD_METHOD = "BAD";
    private static final String UNREAD_PATH = "/badMessage";

    private final Server server = new Server(RequestThreads.pool());
    private final ProxyFilter filter;
    private final ClientLimits limits;

    /**
     * Does not listen yet.
     *
     * @param reading what to proxy
     * @param listen  where; port 0 means any free one. {@code Listen} lines in {@code reading} are not looked at
     */
    public StandaloneServer(Reading reading, List<Listen> listen) {
        this(reading, new ProxyFilter(reading), listen);
    }

    /** The same with a configuration that is read again from {@code origin} when it changes. */
    public StandaloneServer(Reading reading, ConfigOrigin origin, List<Listen> listen) {
        this(reading, new ProxyFilter(reading, origin), listen);
    }

    private StandaloneServer(Reading reading, ProxyFilter filter, List<Listen> listen) {
        this.filter = filter;
        this.limits = reading.config().clients();
        for (Listen address : listen) server.addConnector(connector(address));
        server.setHandler(new RequestGate(application(filter), limits, (request, reason, why) -> refused(request, reason, reason.status(), why)));
        server.addBean(new NetworkConnectionLimit(Math.max(HeapBudget.connections(), 2 * limits.requestWorkers().orElse(0)), server));
        server.addBean(ClientConnections.watch(server));
        server.setStopTimeout(DRAIN_LIMIT.toMillis());
        server.setErrorHandler(new PlainErrors((request, status, why) -> refused(request, OwnAnswer.SERVER, status, why)));
    }

    /** Has the classes of a server loaded on another thread, while this one reads the command line and the configuration (3 % sooner ready than with the latter alone). */
    public static void preload() {
        Thread thread = new Thread(() -> {
            Server unused = new Server();
            unused.addConnector(new ServerConnector(unused, new HttpConnectionFactory(HttpRules.configuration())));
            unused.setHandler(new ServletContextHandler("/"));
            new Telemetry(new FilterName("", "/preload", "preload")).close();
        }, "passmatch-preload");
        thread.setDaemon(true);
        thread.start();
    }

    private ServerConnector connector(Listen address) {
        HttpConfiguration rules = HttpRules.configuration();
        rules.setIdleTimeout(limits.timeout().toMillis());
        rules.setPersistentConnectionsEnabled(limits.keepAlive());
        ClientConnections http = new ClientConnections(rules, limits);
        http.setInputBufferSize(INPUT_BUFFER_BYTES);
        ServerConnector connector = new ClientConnector(server, http);
        address.address().ifPresent(connector::setHost);
        connector.setPort(address.port());
        connector.setAcceptQueueSize(ACCEPT_QUEUE);
        connector.setIdleTimeout(Math.max(limits.timeout().toMillis(), limits.keepAliveTimeout().toMillis()));
        connector.setShutdownIdleTimeout(DRAIN_LIMIT.toMillis());       // ClientConnections ends those that rest at once
        return connector;
    }

    /** What the server itself has refused; what the filter answers never comes here. */
    private void refused(Request request, OwnAnswer reason, int status, String why) {
        Telemetry telemetry = filter.telemetry();
        if (telemetry == null) return;
        String client = Objects.requireNonNullElse(Request.getRemoteAddr(request), "-");
        boolean unread = UNREAD_METHOD.equals(request.getMethod()) && request.getHttpURI() != null && UNREAD_PATH.equals(request.getHttpURI().getPath());
        String method = unread ? "-" : Objects.requireNonNullElse(request.getMethod(), "-");
        String path = unread || request.getHttpURI() == null ? "-" : Objects.requireNonNullElse(request.getHttpURI().getPath(), "-");
        telemetry.answeredByServer(reason, why, client, method, path, status);
    }

    private static ServletContextHandler application(ProxyFilter filter) {
        ServletContextHandler context = new ServletContextHandler("/", ServletContextHandler.NO_SESSIONS | ServletContextHandler.NO_SECURITY);
        // The filter reads the raw path; but whoever asks for the decoded one shall get it rather than an exception.
        context.getServletHandler().setDecodeAmbiguousURIs(true);
        FilterHolder holder = new FilterHolder(filter);
        holder.setName("passmatch");
        holder.setAsyncSupported(true);
        context.addFilter(holder, "/*", EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC));
        ServletHolder rest = new ServletHolder("no-rule", new NoRuleServlet(request -> filter.telemetry().answeredByServer(OwnAnswer.NO_RULE, null, request.getRemoteAddr(), request.getMethod(), request.getRequestURI(), 404)));
        rest.setAsyncSupported(true);
        context.addServlet(rest, "/");
        return context;
    }

    /**
     * Listens on all addresses, or on none.
     *
     * @throws StartFailure if an address cannot be listened on
     * @throws Exception    if the filter refuses its configuration
     */
    public void start() throws Exception {
        try {
            server.start();
        } catch (IOException | UnresolvedAddressException e) {
            stop();
            throw new StartFailure("cannot listen on " + describe(failed()) + ": " + reason(e), e);
        } catch (Exception e) {
            stop();
            throw e;
        }
    }

    private ServerConnector failed() {
        List<ServerConnector> all = connectors();
        return all.stream().filter(connector -> connector.getLocalPort() < 0).findFirst().orElse(all.get(0));
    }

    private static String reason(Exception e) {
        if (e instanceof UnresolvedAddressException) return "there is no such host";
        for (Throwable cause = e; cause != null; cause = cause.getCause()) if (cause instanceof BindException) return cause.getMessage();
        return e.toString();
    }

    private static String describe(ServerConnector connector) {
        int port = connector.getLocalPort() > 0 ? connector.getLocalPort() : connector.getPort();
        return (connector.getHost() == null ? "port " : connector.getHost() + ", port ") + port;
    }

    private List<ServerConnector> connectors() {
        return Arrays.stream(server.getConnectors()).map(ServerConnector.class::cast).toList();
    }

    /** The port listened on, of the first address if there are several. */
    public int port() {
        return connectors().get(0).getLocalPort();
    }

    /** A URL that leads here, of the first address if there are several. */
    String url() {
        String host = connectors().get(0).getHost();
        String name = host == null || host.equals("0.0.0.0") || host.equals("::") ? "localhost" : host.contains(":") ? "[" + host + "]" : host;
        return "http://" + name + (port() == 80 ? "" : ":" + port()) + "/";
    }

    /** Where it listens, in words. */
    List<String> addresses() {
        return connectors().stream().map(StandaloneServer::describe).toList();
    }

    /** Reads the configuration again, if it came from a file. */
    public void reload(String trigger) {
        filter.reload(trigger);
    }

    /** Accepts no more, lets requests in flight finish (30 s at most), then releases everything. */
    public void stop() throws Exception {
        server.stop();
    }

    /** Waits until it has been stopped. */
    void join() throws InterruptedException {
        server.join();
    }

    /** An address that cannot be listened on; the message is for the user. */
    public static final class StartFailure extends IOException {

        private static final long serialVersionUID = 1L;

        public StartFailure(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
