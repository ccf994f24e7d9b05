package io.github.passmatch.web;

import io.github.passmatch.config.ConfigOrigin;
import io.github.passmatch.config.Reading;
import io.github.passmatch.diagnose.Telemetry;
import io.github.passmatch.diagnose.figures.FilterGauges;
import io.github.passmatch.diagnose.status.Reload;
import io.github.passmatch.diagnose.status.Status;
import io.github.passmatch.forward.client.ClientHandshake;
import io.github.passmatch.forward.client.ClientView;
import io.github.passmatch.forward.container.ServletContainer;
import io.github.passmatch.rules.server.Probe;
import io.github.passmatch.rules.server.ProxyConfig;
import io.github.passmatch.upstream.log.Loggers;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;

/**
 * Forwards the requests that match a rule, as a reverse proxy; all other requests continue down the filter chain unchanged.
 *
 * <p>Map it to {@code /*} after filters that demand a login and before all others that read request bodies, with the dispatchers REQUEST and ASYNC and
 * {@code async-supported}. Init-params: {@code config} (default {@code /WEB-INF/proxy.conf}) or {@code directives}.
 */
public final class ProxyFilter implements Filter {

    /** The attribute of the ServletContext in which an application may put its Micrometer registry. */
    public static final String REGISTRY = "io.github.passmatch.registry";

    /** The attribute of the ServletContext in which an application may put its Micrometer {@code ObservationRegistry}. */
    public static final String OBSERVATIONS = "io.github.passmatch.observations";

    /** The attribute of the ServletContext in which the standalone server puts a {@code Supplier} of its selectors. */
    public static final String SELECTORS = "io.github.passmatch.selectors";

    /** The attribute of a request in which the standalone server puts the {@code ClientTls} of the connection. */
    public static final String TLS = ClientHandshake.STANDALONE;

    /** The attribute of the ServletContext, of any value, by which the standalone server says that nothing follows the filter, so that the filter answers requests that no rule matches (404). */
    public static final String LAST = "io.github.passmatch.last";

    /** Long enough that a file which is being written changes between two checks. */
    private static final Duration CHECK_PERIOD = Duration.ofSeconds(1);
    private static final Logger LOG = Loggers.of("passmatch");

    private final Reading given;
    private final Optional<ConfigOrigin> givenOrigin;
    private final MeterRegistry registry;
    private final Duration checkPeriod;
    private ObservationRegistry observations;       // null: that of the context
    private Telemetry telemetry;
    private volatile LiveConfig config;
    private StatusPage status;
    private ThreadHandOff handOff;
    private FilteredRequests requests;

    /** For containers: finds the configuration when the container initialises the filter. */
    public ProxyFilter() {
        this(null, Optional.empty(), null, CHECK_PERIOD);
    }

    /** For applications with their own configuration, which never changes. */
    public ProxyFilter(Reading reading) {
        this(reading, Optional.empty(), null, CHECK_PERIOD);
    }

    /** For applications with their own configuration, which is read again when its files change. */
    public ProxyFilter(Reading reading, ConfigOrigin origin) {
        this(reading, origin, CHECK_PERIOD);
    }

    /**
     * For applications with their own configuration and metrics.
     *
     * @param registry the registry for the proxy's meters, or null for a new Prometheus registry
     */
    public ProxyFilter(Reading reading, MeterRegistry registry) {
        this(reading, Optional.empty(), registry, CHECK_PERIOD);
    }

    /**
     * For applications with their own configuration, which is read again when its files change, and metrics.
     *
     * @param registry the registry for the proxy's meters, or null for a new Prometheus registry
     */
    public ProxyFilter(Reading reading, ConfigOrigin origin, MeterRegistry registry) {
        this(reading, Optional.of(origin), registry, CHECK_PERIOD);
    }

    /** @param checkPeriod how often the files are checked */
    ProxyFilter(Reading reading, ConfigOrigin origin, Duration checkPeriod) {
        this(reading, Optional.of(origin), null, checkPeriod);
    }

    private ProxyFilter(Reading reading, Optional<ConfigOrigin> origin, MeterRegistry registry, Duration checkPeriod) {
        this.given = reading;
        this.givenOrigin = origin;
        this.registry = registry;
        this.checkPeriod = checkPeriod;
    }

    /**
     * Makes a client span for each exchange with an upstream, and returns this filter. To be called before {@link #init}.
     *
     * @param application the registry of the application
     */
    public ProxyFilter observedBy(ObservationRegistry application) {
        observations = application;
        return this;
    }

    /** @throws ServletException if there is no configuration or it has errors (the message lists all of them), or if the application's HttpClient does not fit */
    @Override
    public void init(FilterConfig filter) throws ServletException {
        FilterStart start = new FilterStart(filter);
        start.prepareLogging();
        FilterStart.requireFittingLibraries();
        Optional<ConfigOrigin> origin = given != null ? givenOrigin : Optional.of(start.origin());
        Reading reading = given != null ? given : FilterStart.read(origin.get());
        boolean standalone = filter.getServletContext().getAttribute(LAST) != null;
        if (!standalone && reading.config().status().listen().isPresent())
            throw new ServletException("PassmatchStatusListen needs java -jar: in a servlet container, the container listens. Remove the line, and let PassmatchStatusAllow say who may read the status page.");
        String contextPath = ClientView.contextPath(filter.getServletContext());
        ReadingReport.log(reading, contextPath, LOG);
        telemetry = start.telemetry(registry);
        telemetry.observe(observations != null ? observations : start.observations());
        FilterStart.openLogs(telemetry, reading);
        ServletContainer container = ServletContainer.of(filter.getServletContext());
        LOG.info("{}: {}", filter.getServletContext().getServerInfo(), container.cutting());
        SecurityFilters.warnings(filter).forEach(LOG::warn);
        FailedRequests failedRequests = new FailedRequests(container);
        Snapshot first = new Snapshot(reading, container, telemetry, start.reactor());
        config = new LiveConfig(first, origin, checkPeriod, contextPath, telemetry);
        status = new StatusPage(config, telemetry);
        handOff = new ThreadHandOff(failedRequests, telemetry::logIsFull);
        requests = new FilteredRequests(config, status, handOff, failedRequests, standalone);
        gauges(telemetry.gauges(), config);
    }

    private void gauges(FilterGauges gauges, LiveConfig live) {
        gauges.add("passmatch.pending", "requests that wait without a thread for a connection or for a response", handOff::pending);
        gauges.add("passmatch.last.reload.successful", "1 if the configuration was loaded when it was read last, 0 if the previous one stayed in force", () -> live.lastReload().outcome() == Reload.Outcome.LOADED ? 1 : 0);
        gauges.add("passmatch.last.reload.timestamp.seconds", "time at which the configuration was read last, as Unix time", () -> live.lastReload().at().toEpochMilli() / 1e3);
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain) throws IOException, ServletException {
        if (!(request instanceof HttpServletRequest clientRequest) || !(response instanceof HttpServletResponse clientResponse) || !requests.answer(clientRequest, clientResponse))
            chain.doFilter(request, response);
    }

    /** Metrics and the access log; null before {@link #init}. */
    public Telemetry telemetry() {
        return telemetry;
    }

    /** Whether the decision about a request may wait: for the hash of a password, or for the name of the client. False before {@link #init}. */
    public boolean decisionMayWait(boolean hasCredentials) {
        LiveConfig live = config;
        return live != null && live.current().decisionMayWait(hasCredentials);
    }

    /** The probe at this raw path, relative to the context path. None before {@link #init}. */
    public Optional<Probe> probe(String path) {
        LiveConfig live = config;
        return live == null ? Optional.empty() : live.current().config().status().probe(path);
    }

    /** The configuration in force. Empty before {@link #init} and after {@link #destroy}. */
    public Optional<ProxyConfig> configInForce() {
        LiveConfig live = config;
        return live == null ? Optional.empty() : Optional.of(live.current().config());
    }

    /** What the status page shows, now. Empty before {@link #init} and after {@link #destroy}. */
    public Optional<Status> status() {
        LiveConfig live = config;
        return live == null ? Optional.empty() : Optional.of(live.status(telemetry));
    }

    /** Serves the status page alone, for the address of {@code PassmatchStatusListen}. Requests may arrive after {@link #init}. */
    public HttpServlet statusServlet() {
        return new StatusServlet(() -> status);
    }

    /** The number of connections to upstreams in use, of all rules. */
    public int leasedConnections() {
        LiveConfig live = config;
        return live == null ? 0 : live.current().upstreams().leased();
    }

    /**
     * Reads the configuration again, if its origin is known. A valid one is in force when this method returns; one with errors changes nothing. The log has the
     * result.
     *
     * @param trigger the reason, for the log
     * @return whether the configuration was loaded
     */
    public boolean reload(String trigger) {
        LiveConfig live = config;
        return live != null && live.reload(trigger).outcome() == Reload.Outcome.LOADED;
    }

    /** Checks the files of the configuration, as the filter does periodically. */
    void checkFiles() {
        config.checkFiles();
    }

    /** Closes all connections, aborts all requests in flight and stops all threads of this filter. */
    @Override
    public void destroy() {
        if (config == null) return;
        handOff.beginStop();
        config.close();
        handOff.close();
        telemetry.close();
        config = null;
    }
}
