package io.github.passmatch.web;

import io.github.passmatch.config.ConfigOrigin;
import io.github.passmatch.config.Reading;
import io.github.passmatch.config.problem.ConfigException;
import io.github.passmatch.diagnose.Telemetry;
import io.github.passmatch.diagnose.figures.FilterName;
import io.github.passmatch.diagnose.status.Reload;
import io.github.passmatch.forward.ForwardedRequest;
import io.github.passmatch.forward.client.ClientView;
import io.github.passmatch.forward.container.ServletContainer;
import io.github.passmatch.rules.match.Match;
import io.github.passmatch.rules.server.RoutingDecision;
import io.github.passmatch.upstream.HttpClientLibraries;
import io.github.passmatch.upstream.log.Loggers;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;

/**
 * The reverse proxy as a servlet filter: what a rule takes is forwarded, everything else goes on down the chain untouched.
 *
 * <p>Map it to {@code /*} after filters that demand a login and before all others that read request bodies, with the dispatchers REQUEST and ASYNC and
 * {@code async-supported}. Init-params: {@code config} (default {@code /WEB-INF/proxy.conf}) or {@code directives}.
 */
public final class ProxyFilter implements Filter {

    /** The attribute of the ServletContext by which an embedder gives us his Micrometer registry. */
    public static final String REGISTRY = "io.github.passmatch.registry";

    /** Not sooner: a file that is written in pieces must not seem at rest between two of them. */
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Logger LOG = Loggers.of("passmatch");

    private final Reading given;
    private final Optional<ConfigOrigin> givenOrigin;
    private final MeterRegistry registry;
    private final Duration lookEvery;
    private Telemetry telemetry;
    private volatile LiveConfig config;
    private StatusPage status;
    private ThreadHandOff handOff;
    private FailedRequests failedRequests;

    /** For containers: the configuration is found when the filter is initialised. */
    public ProxyFilter() {
        this(null, Optional.empty(), null, LOOK_EVERY);
    }

    /** For programs that bring their own configuration, which then never changes. */
    public ProxyFilter(Reading reading) {
        this(reading, Optional.empty(), null, LOOK_EVERY);
    }

    /** For programs that bring their own configuration; it is read again when its files change. */
    public ProxyFilter(Reading reading, ConfigOrigin origin) {
        this(reading, origin, LOOK_EVERY);
    }

    /**
     * For programs that bring their own configuration and their own metrics.
     *
     * @param registry where the proxy's meters go, or null for a Prometheus registry of its own
     */
    public ProxyFilter(Reading reading, MeterRegistry registry) {
        this(reading, Optional.empty(), registry, LOOK_EVERY);
    }

    /** @param lookEvery how often the files are looked at */
    ProxyFilter(Reading reading, ConfigOrigin origin, Duration lookEvery) {
        this(reading, Optional.of(origin), null, lookEvery);
    }

    private ProxyFilter(Reading reading, Optional<ConfigOrigin> origin, MeterRegistry registry, Duration lookEvery) {
        this.given = reading;
        this.givenOrigin = origin;
        this.registry = registry;
        this.lookEvery = lookEvery;
    }

    /** @throws ServletException if there is no configuration or it has errors (the message lists all of them), or if the application's HttpClient does not fit */
    @Override
    public void init(FilterConfig filter) throws ServletException {
        ServletContext application = filter.getServletContext();
        Loggers.fallBackTo((line, cause) -> log(application, line, cause));
        if (!Loggers.hasProvider()) LOG.info("there is no SLF4J provider, so these lines go to the container's log; for levels and files add one, for example org.slf4j:slf4j-jdk14");
        refuseUnfitLibraries();
        Optional<ConfigOrigin> origin = given != null ? givenOrigin : Optional.of(located(filter));
        Reading reading = given != null ? given : read(origin.get());
        String contextPath = ClientView.contextPath(filter.getServletContext());
        ReadingReport.log(reading, contextPath, LOG);
        telemetry = telemetry(filter);
        ServletContainer container = ServletContainer.of(filter.getServletContext());
        LOG.info("{}: {}", filter.getServletContext().getServerInfo(), container.cutting());
        SecurityFilters.warnings(filter).forEach(LOG::warn);
        failedRequests = new FailedRequests(container);
        Snapshot first = new Snapshot(reading, container, telemetry);
        config = new LiveConfig(first, origin, lookEvery, contextPath, inForce -> telemetry.log(inForce.accessLines()));
        status = new StatusPage(config, telemetry);
        handOff = new ThreadHandOff(failedRequests);
    }

    private static void log(ServletContext application, String line, Throwable cause) {
        if (cause == null) application.log(line);
        else application.log(line, cause);
    }

    private static void refuseUnfitLibraries() throws ServletException {
        Optional<String> problem = HttpClientLibraries.problem();
        if (problem.isEmpty()) return;
        LOG.error("nothing is started: {}", problem.get());
        throw new ServletException(problem.get());
    }

    /** An embedder's registry may come by the constructor or as an attribute of the context. */
    private Telemetry telemetry(FilterConfig filter) {
        ServletContext context = filter.getServletContext();
        FilterName name = new FilterName(virtualServer(context), context.getContextPath(), filter.getFilterName());
        if (registry != null) return new Telemetry(name, registry);
        Object attribute = context.getAttribute(REGISTRY);
        if (attribute instanceof MeterRegistry theirs) return new Telemetry(name, theirs);
        if (attribute != null) LOG.warn("the context's attribute {} is no MeterRegistry that this webapp can use (it is a {}): metrics go to a registry of our own", REGISTRY, attribute.getClass().getName());
        return new Telemetry(name);
    }

    private static String virtualServer(ServletContext context) {
        try {
            return Objects.requireNonNullElse(context.getVirtualServerName(), "");
        } catch (UnsupportedOperationException e) {
            return "";
        }
    }

    /** Containers write the exception to a file of their own, and little to the console. */
    private static ConfigOrigin located(FilterConfig filter) throws ServletException {
        try {
            return ConfigLocator.locate(filter);
        } catch (ServletException e) {
            LOG.error("nothing is started: {}", e.getMessage());
            throw e;
        }
    }

    private static Reading read(ConfigOrigin origin) throws ServletException {
        try {
            return origin.read();
        } catch (ConfigException e) {
            LOG.error("the configuration has errors, nothing is started:\n{}", e.getMessage());
            throw new ServletException("the proxy's configuration has errors:\n" + e.getMessage());
        } catch (IOException e) {
            LOG.error("the configuration cannot be read, nothing is started: {}", e.toString());
            throw new ServletException("the proxy's configuration cannot be read: " + e, e);
        }
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain) throws IOException, ServletException {
        if (!(request instanceof HttpServletRequest clientRequest) || !(response instanceof HttpServletResponse clientResponse)) {
            chain.doFilter(request, response);
            return;
        }
        if (request.getAttribute(ThreadHandOff.CUT) instanceof IOException cut) {
            failedRequests.cut(clientResponse, cut);
            return;
        }
        DispatcherType dispatch = request.getDispatcherType();
        boolean first = dispatch != DispatcherType.ASYNC && dispatch != DispatcherType.ERROR;
        if (first && status.answered(clientRequest, clientResponse)) return;
        if (!first || !taken(clientRequest, clientResponse)) chain.doFilter(request, response);
    }

    private boolean taken(HttpServletRequest clientRequest, HttpServletResponse clientResponse) throws IOException {
        try {
            return answered(clientRequest, clientResponse);
        } catch (IOException | RuntimeException | Error e) {
            failedRequests.end(clientRequest, clientResponse, e);
            return true;
        }
    }

    /** The configuration is held until the request has been answered, which may be on another thread; not while the chain goes on. */
    private boolean answered(HttpServletRequest clientRequest, HttpServletResponse clientResponse) throws IOException {
        Snapshot.Hold hold = config.hold();
        boolean forwarding = false;
        try {
            Snapshot snapshot = hold.snapshot();
            RoutingDecision decision = snapshot.rule(clientRequest);
            if (decision.match() instanceof Match.Refused refused) snapshot.forwarder().refuse(refused, decision, clientRequest, clientResponse);
            if (!(decision.match() instanceof Match.Forwarded forwarded)) return decision.match() instanceof Match.Refused;
            ForwardedRequest request = snapshot.forwarder().request(forwarded, decision, clientRequest, clientResponse);
            forwarding = true;
            handOff.run(clientRequest, clientResponse, request, hold);
            return true;
        } finally {
            if (!forwarding) hold.close();
        }
    }

    /** What the proxy tells while it runs; null before {@link #init}. */
    public Telemetry telemetry() {
        return telemetry;
    }

    /** Connections to upstreams that are in use at this moment, of all rules. */
    public int leasedConnections() {
        return config == null ? 0 : config.current().upstreams().leased();
    }

    /**
     * Reads the configuration again, if it came from somewhere. A good one is in force when this returns; a bad one changes nothing. The log says
     * which it was.
     *
     * @param trigger because of what, for the log
     * @return whether it was taken over
     */
    public boolean reload(String trigger) {
        LiveConfig live = config;
        return live != null && live.reload(trigger).outcome() == Reload.Outcome.LOADED;
    }

    /** Looks at the configuration's files, as happens by itself again and again. */
    void lookAtFiles() {
        config.look();
    }

    /** Closes every connection, ends every request in flight and every thread of this filter. */
    @Override
    public void destroy() {
        if (config == null) return;
        config.close();
        handOff.close();
        telemetry.close();
        config = null;
    }
}
