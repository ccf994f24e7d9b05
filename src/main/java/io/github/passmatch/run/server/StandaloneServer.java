package io.github.passmatch.run.server;

import io.github.passmatch.config.ConfigOrigin;
import io.github.passmatch.config.Reading;
import io.github.passmatch.diagnose.Telemetry;
import io.github.passmatch.diagnose.figures.FilterName;
import io.github.passmatch.forward.answer.FileSender;
import io.github.passmatch.forward.container.ClientSwitch;
import io.github.passmatch.rules.OwnAnswer;
import io.github.passmatch.rules.server.ClientLimits;
import io.github.passmatch.rules.server.ProxyConfig.Listen;
import io.github.passmatch.run.file.JettyFiles;
import io.github.passmatch.run.tls.FrontConnections;
import io.github.passmatch.run.tls.PlainHttp2Connections;
import io.github.passmatch.upstream.reactor.Reactor;
import io.github.passmatch.web.HeapBudget;
import io.github.passmatch.web.ProxyFilter;
import jakarta.servlet.DispatcherType;
import java.io.IOException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;

/** Runs the filter in an embedded Jetty that serves nothing else. Can be started and stopped once. */
public final class StandaloneServer {

    /** No limit, for Jetty. */
    private static final long UNLIMITED_MILLIS = Integer.MAX_VALUE;

    /** The size of the pieces in which request bodies are read and passed on. With Jetty's default of 8192, an upload of 10 MiB costs nearly twice the CPU (10.8 instead of 6.2 ms). */
    private static final int INPUT_BUFFER_BYTES = 32 * 1024;

    /** The maximum number of connections that wait to be accepted; httpd's default of {@code ListenBacklog}. With 128, some of 2,000 simultaneous connections must be retried after a second. */
    private static final int ACCEPT_QUEUE = 511;

    /** Jetty's method and path for a request line that could not be parsed. */
    private static final String UNPARSED_METHOD = "BAD";
    private static final String UNPARSED_PATH = "/badMessage";

    private final Server server = new Server(RequestThreads.pool());
    private final ServerAddresses addresses = new ServerAddresses(server);
    private final ProxyFilter filter;
    private final ClientLimits limits;
    private final boolean speaksPlainHttp2;
    private final ProbeGate gate;
    private final CountDownLatch delayEnded = new CountDownLatch(1);

    /**
     * Does not listen yet.
     *
     * @param reading the configuration
     * @param listen  the addresses; port 0 means any free port. {@code Listen} lines in {@code reading} are not used
     */
    public StandaloneServer(Reading reading, List<Listen> listen) {
        this(reading, new ProxyFilter(reading), listen);
    }

    /** Like the other constructor, with a configuration that is read again from {@code origin} when it changes. */
    public StandaloneServer(Reading reading, ConfigOrigin origin, List<Listen> listen) {
        this(reading, new ProxyFilter(reading, origin), listen);
    }

    private StandaloneServer(Reading reading, ProxyFilter filter, List<Listen> listen) {
        this.filter = filter;
        this.limits = reading.config().clients();
        this.speaksPlainHttp2 = reading.config().speaks("h2c");
        for (Listen address : listen) server.addConnector(connector(address));
        gate = new ProbeGate(new RequestGate(application(filter), limits, this::mayWait, (request, reason, why) -> refused(request, reason, reason.status(), why)), filter::probe);
        reading.config().status().listen().ifPresent(this::serveStatusAt);
        server.setHandler(gate);
        server.addBean(new NetworkConnectionLimit(Math.max(HeapBudget.connections(), 2 * limits.requestWorkers().orElse(0)), server));
        long stopMillis = limits.stopTime().isZero() ? UNLIMITED_MILLIS : limits.stopTime().toMillis();
        server.addBean(ClientConnections.watch(server, stopMillis));
        server.setStopTimeout(stopMillis);
        server.setErrorHandler(new PlainErrors((request, status, why) -> refused(request, OwnAnswer.SERVER, status, why)));
    }

    /** Loads the classes of a server on another thread, while this thread reads the command line and the configuration (the server is ready 3 % earlier). */
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
        ClientConnections plain = http();
        Executor worker = task -> server.getThreadPool().execute(new WaitingTask(task, Callback.NOOP));
        FrontConnections front = new FrontConnections(plain, http(), rules(), filter::configInForce, limits, worker);
        ConnectionFactory[] factories = speaksPlainHttp2 ? new ConnectionFactory[] {front, plain, new PlainHttp2Connections(rules(), front::speaksPlainHttp2, worker)}
                : new ConnectionFactory[] {front, plain};
        return connector(address, new ClientConnector(server, factories));
    }

    private HttpConfiguration rules() {
        HttpConfiguration rules = HttpRules.configuration();
        rules.setIdleTimeout(limits.timeout().toMillis());
        rules.setPersistentConnectionsEnabled(limits.keepAlive());
        return rules;
    }

    private ClientConnections http() {
        ClientConnections http = new ClientConnections(rules(), limits);
        http.setInputBufferSize(INPUT_BUFFER_BYTES);
        return http;
    }

    private ServerConnector connector(Listen address, ServerConnector connector) {
        address.address().ifPresent(connector::setHost);
        connector.setPort(address.port());
        connector.setAcceptQueueSize(ACCEPT_QUEUE);
        connector.setIdleTimeout(Math.max(limits.timeout().toMillis(), limits.keepAliveTimeout().toMillis()));
        connector.setShutdownIdleTimeout(limits.stopTime().isZero() ? UNLIMITED_MILLIS : limits.stopTime().toMillis());       // ClientConnections closes idle connections at once
        return connector;
    }

    /** Records a request that the server has refused. Requests that the filter answers are not recorded here. */
    private void refused(Request request, OwnAnswer reason, int status, String why) {
        Telemetry telemetry = filter.telemetry();
        if (telemetry == null) return;
        String client = Objects.requireNonNullElse(Request.getRemoteAddr(request), "-");
        boolean unparsed = UNPARSED_METHOD.equals(request.getMethod()) && request.getHttpURI() != null && UNPARSED_PATH.equals(request.getHttpURI().getPath());
        String method = unparsed ? "-" : Objects.requireNonNullElse(request.getMethod(), "-");
        String path = unparsed || request.getHttpURI() == null ? "-" : Objects.requireNonNullElse(request.getHttpURI().getPath(), "-");
        telemetry.answeredByServer(reason, why, client, method, path, status);
    }

    /** Whether a line of the access log would have to wait, the hash of a password may be computed, or the name of the client may be looked up. */
    private boolean mayWait(Request request) {
        Telemetry telemetry = filter.telemetry();
        return telemetry != null && telemetry.logIsFull() || filter.decisionMayWait(request.getHeaders().contains(HttpHeader.AUTHORIZATION));
    }

    private void serveStatusAt(Listen address) {
        ServerConnector connector = connector(address, new ClientConnector(server, http()));
        ServletContextHandler context = new ServletContextHandler("/", ServletContextHandler.NO_SESSIONS | ServletContextHandler.NO_SECURITY);
        context.addServlet(new ServletHolder(filter.statusServlet()), "/*");
        server.addConnector(connector);
        gate.serveStatusAt(connector, context);
    }

    private ServletContextHandler application(ProxyFilter filter) {
        ServletContextHandler context = new ServletContextHandler("/", ServletContextHandler.NO_SESSIONS | ServletContextHandler.NO_SECURITY);
        // The filter reads the raw path, but other code may read the decoded path, which would otherwise throw an exception.
        context.getServletHandler().setDecodeAmbiguousURIs(true);
        if (Reactor.isEnabled()) context.setAttribute(ProxyFilter.SELECTORS, new ServerSelectors(server));
        context.setAttribute(ProxyFilter.LAST, true);
        context.setAttribute(ClientSwitch.ATTRIBUTE, new ServerSwitch());
        context.setAttribute(FileSender.ATTRIBUTE, new JettyFiles());
        FilterHolder holder = new FilterHolder(filter);
        holder.setName("passmatch");
        holder.setAsyncSupported(true);
        context.addFilter(holder, "/*", EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC));
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
            throw new StartFailure(addresses.failure(e), e);
        } catch (Exception e) {
            stop();
            throw e;
        }
    }

    /** The port of the first address. */
    public int port() {
        return addresses.port();
    }

    /** A URL for the first address. */
    String url() {
        return addresses.url(filter.configInForce());
    }

    /** The addresses, in words. */
    List<String> addresses() {
        return addresses.words();
    }

    /** Reads the configuration again, if it was read from a file. */
    public void reload(String trigger) {
        filter.reload(trigger);
    }

    Duration drainDelay() {
        return limits.drainDelay();
    }

    /** Ends the delay of {@link #drain}. */
    void endDrainDelay() {
        delayEnded.countDown();
    }

    /** As {@link #stop}, after {@code PassmatchDrainDelay}, in which requests are still served and the probe for readiness fails. */
    void drain() throws Exception {
        gate.beginDraining();
        delayEnded.await(limits.drainDelay().toMillis(), TimeUnit.MILLISECONDS);
        stop();
    }

    /** Accepts no more connections, waits until the requests in flight and the tunnels have ended ({@code GracefulShutdownTimeout} at most), and releases all resources. */
    public void stop() throws Exception {
        server.stop();
    }

    /** Waits until the server has stopped. */
    void join() throws InterruptedException {
        server.join();
    }

    /** Reports that the server cannot listen on an address; the message is for the user. */
    public static final class StartFailure extends IOException {

        private static final long serialVersionUID = 1L;

        public StartFailure(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
