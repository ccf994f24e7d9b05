package io.github.passmatch.testing;

import io.github.passmatch.config.ConfigOrigin;
import io.github.passmatch.config.ConfigReader;
import io.github.passmatch.config.Reading;
import io.github.passmatch.config.problem.ConfigException;
import io.github.passmatch.config.problem.ConfigSource;
import io.github.passmatch.diagnose.Telemetry;
import io.github.passmatch.run.server.HttpRules;
import io.github.passmatch.run.server.StandaloneStage;
import io.github.passmatch.web.ProxyFilter;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServlet;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.FilterMapping;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;

/** The filter in an embedded Jetty with the product's own settings, on a free port. Closing it demands that nothing is left behind, and that no thread has waited while it ran code for a selector. */
public final class ProxyUnderTest implements AutoCloseable {

    /** Whether the server is the one of {@code java -jar}, which handles requests on the threads of its selectors, or an ordinary Jetty, as in the tests with real containers. */
    private static final boolean STANDALONE = !"false".equals(System.getProperty("passmatch.test.standalone"));

    private final Server server = STANDALONE ? StandaloneStage.server() : new Server();
    private final ServerConnector connector = STANDALONE ? StandaloneStage.connector(server) : new ServerConnector(server, new HttpConnectionFactory(HttpRules.configuration()));
    private final ServletContextHandler context;
    private final ProxyFilter filter;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final SelectorWatch selectors = SelectorWatch.start();

    /** The filter alone in the root context. */
    public ProxyUnderTest(String... directives) throws Exception {
        this("/", null, directives);
    }

    /** The filter before a webapp, or before nothing, in some context. */
    public ProxyUnderTest(String contextPath, HttpServlet behind, String... directives) throws Exception {
        this(contextPath, behind, new ProxyFilter(read(directives)));
    }

    /** The filter with rules in a file, which may change. */
    public static ProxyUnderTest ofFile(Path file) throws Exception {
        ConfigOrigin origin = ConfigOrigin.file(file);
        return new ProxyUnderTest("/", null, new ProxyFilter(origin.read(), origin));
    }

    /** A filter that was made elsewhere, alone in the root context. */
    public static ProxyUnderTest of(ProxyFilter filter) throws Exception {
        return new ProxyUnderTest("/", null, filter);
    }

    private ProxyUnderTest(String contextPath, HttpServlet behind, ProxyFilter filter) throws Exception {
        this.filter = filter;
        context = new ServletContextHandler(contextPath);
        context.getServletHandler().setDecodeAmbiguousURIs(true);
        FilterHolder holder = new FilterHolder(filter);
        holder.setAsyncSupported(true);
        context.addFilter(holder, "/*", EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC));
        FilterHolder counter = new FilterHolder((request, response, chain) -> {
            inFlight.incrementAndGet();
            boolean waits = false;
            try {
                chain.doFilter(request, response);
                waits = request.isAsyncStarted() && leavesWhenComplete(request);
            } finally {
                if (!waits) inFlight.decrementAndGet();
            }
        });
        counter.setAsyncSupported(true);
        context.getServletHandler().prependFilter(counter);
        FilterMapping all = new FilterMapping();
        all.setFilterName(counter.getName());
        all.setPathSpec("/*");
        context.getServletHandler().prependFilterMapping(all);
        if (behind != null) context.addServlet(new ServletHolder(behind), "/");
        connector.setHost("127.0.0.1");
        server.setHandler(STANDALONE ? StandaloneStage.handler(server, context) : context);
        server.addConnector(connector);
        server.start();
    }

    public static Reading read(String... directives) throws ConfigException {
        return ConfigReader.read(new ConfigSource("test.conf", String.join("\n", directives)), Map.of());
    }

    public int port() {
        return connector.getLocalPort();
    }

    public RawClient.Answer ask(String raw) throws Exception {
        return RawClient.ask(port(), raw);
    }

    /** A GET with {@code Host: www.example.org} on a connection of its own. */
    public RawClient.Answer get(String target) throws Exception {
        return ask("GET " + target + " HTTP/1.1\r\nHost: www.example.org\r\nConnection: close\r\n\r\n");
    }

    /** Has the configuration read again; whether it was taken over. */
    public boolean reload() {
        return filter.reload("the test");
    }

    /** Stops the webapp with the filter in it, and not the server. */
    public void stopWebapp() {
        LifeCycle.stop(context);
    }

    private boolean leavesWhenComplete(ServletRequest request) {
        try {
            request.getAsyncContext().addListener(new AsyncListener() {
                @Override
                public void onComplete(AsyncEvent event) {
                    inFlight.decrementAndGet();
                }

                @Override
                public void onTimeout(AsyncEvent event) { }

                @Override
                public void onError(AsyncEvent event) { }

                @Override
                public void onStartAsync(AsyncEvent event) { }
            });
            return true;
        } catch (IllegalStateException e) {
            return false;       // it is complete already, or switches the protocol
        }
    }

    /** Requests that are in the filter, waiting ones too. */
    public int inFlight() {
        return inFlight.get();
    }

    /** What it tells. */
    public Telemetry telemetry() {
        return filter.telemetry();
    }

    public int leased() {
        return filter.leasedConnections();
    }

    /** Requests that wait for a connection. */
    public int waiting() {
        return filter.telemetry().rules().stream().mapToInt(rule -> rule.upstream().waiting()).sum();
    }

    /** A release may come just after the client's last byte: waits for it, and fails if it never comes. */
    public void awaitNothingLeased() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (filter.leasedConnections() > 0 && System.nanoTime() < end) LockSupport.parkNanos(1_000_000);
        if (filter.leasedConnections() > 0) throw new AssertionError(filter.leasedConnections() + " connections still leased");
    }

    @Override
    public void close() {
        try {
            awaitNothingLeased();
        } finally {
            LifeCycle.stop(server);
        }
        selectors.close();
        // Tests run one after the other in one JVM, so any such thread is ours.
        for (Thread thread : Thread.getAllStackTraces().keySet())
            if (thread.getName().startsWith("passmatch-") && thread.isAlive()) throw new AssertionError("left behind: " + thread);
    }
}
