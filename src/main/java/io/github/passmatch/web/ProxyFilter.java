package io.github.passmatch.web;

import io.github.passmatch.config.ConfigException;
import io.github.passmatch.config.ConfigReader;
import io.github.passmatch.config.Reading;
import io.github.passmatch.diagnose.Telemetry;
import io.github.passmatch.forward.ContainerTraits;
import io.github.passmatch.forward.Forwarder;
import io.github.passmatch.rules.Match;
import io.github.passmatch.rules.Ruling;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reverse proxy as a servlet filter: what a rule takes is forwarded, everything else goes on down the chain untouched.
 *
 * <p>Map it to {@code /*} before all filters that read request bodies, with the dispatchers REQUEST and ASYNC and
 * {@code async-supported}. Init-params: {@code config} (default {@code /WEB-INF/proxy.conf}) or {@code directives}.
 */
public final class ProxyFilter implements Filter {

    /** The attribute of the ServletContext by which an embedder gives us his Micrometer registry. */
    public static final String REGISTRY = "io.github.passmatch.registry";

    private static final Logger LOG = LoggerFactory.getLogger("passmatch");

    private final Reading given;
    private final MeterRegistry registry;
    private Telemetry telemetry;
    private Snapshot snapshot;
    private HandOff handOff;

    /** For containers: the configuration is found when the filter is initialised. */
    public ProxyFilter() {
        this(null);
    }

    /** For programs that bring their own configuration. */
    public ProxyFilter(Reading reading) {
        this(reading, null);
    }

    /**
     * For programs that bring their own configuration and their own metrics.
     *
     * @param registry where the proxy's meters go, or null for a Prometheus registry of its own
     */
    public ProxyFilter(Reading reading, MeterRegistry registry) {
        this.given = reading;
        this.registry = registry;
    }

    /** @throws ServletException if there is no configuration or it has errors; the message lists all of them */
    @Override
    public void init(FilterConfig filter) throws ServletException {
        Reading reading = given != null ? given : read(filter);
        StartUpReport.log(reading, LOG);
        telemetry = telemetry(filter.getServletContext());
        snapshot = new Snapshot(reading.config(), ContainerTraits.of(filter.getServletContext().getServerInfo()), telemetry);
        handOff = new HandOff();
    }

    /** An embedder's registry may come by the constructor or as an attribute of the context. */
    private Telemetry telemetry(ServletContext context) {
        if (registry != null) return new Telemetry(registry);
        Object attribute = context.getAttribute(REGISTRY);
        if (attribute instanceof MeterRegistry theirs) return new Telemetry(theirs);
        if (attribute != null) LOG.warn("the context's attribute {} is no MeterRegistry that this webapp can use (it is a {}): metrics go to a registry of our own", REGISTRY, attribute.getClass().getName());
        return new Telemetry();
    }

    private static Reading read(FilterConfig filter) throws ServletException {
        try {
            return ConfigReader.read(ConfigLocator.locate(filter), System.getenv());
        } catch (ConfigException e) {
            LOG.error("the configuration has errors, nothing is started:\n{}", e.getMessage());
            throw new ServletException("the proxy's configuration has errors:\n" + e.getMessage());
        }
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain) throws IOException, ServletException {
        if (!(request instanceof HttpServletRequest clientRequest) || !(response instanceof HttpServletResponse clientResponse)) {
            chain.doFilter(request, response);
            return;
        }
        if (request.getAttribute(HandOff.CUT) instanceof IOException cut) throw cut;
        DispatcherType dispatch = request.getDispatcherType();
        boolean first = dispatch != DispatcherType.ASYNC && dispatch != DispatcherType.ERROR;
        if (!first || !taken(snapshot.rule(clientRequest), clientRequest, clientResponse)) chain.doFilter(request, response);
    }

    private boolean taken(Ruling ruling, HttpServletRequest clientRequest, HttpServletResponse clientResponse) throws IOException {
        if (ruling.match() instanceof Match.Forwarded forwarded) forward(forwarded, ruling, clientRequest, clientResponse);
        else if (ruling.match() instanceof Match.Refused refused) refuse(refused, ruling, clientRequest, clientResponse);
        else return false;
        return true;
    }

    private void forward(Match.Forwarded match, Ruling ruling, HttpServletRequest clientRequest, HttpServletResponse clientResponse) throws IOException {
        Forwarder forwarder = snapshot.forwarder();
        handOff.run(clientRequest, clientResponse, () -> forwarder.forward(match, ruling, clientRequest, clientResponse));
    }

    private void refuse(Match.Refused refused, Ruling ruling, HttpServletRequest clientRequest, HttpServletResponse clientResponse) throws IOException {
        String where = refused.rule() == null ? "" : "rule " + refused.rule().number() + " (" + refused.rule().place().fileAndLine() + "): ";
        if (refused.status() >= 500) LOG.warn("{}{} on {}", where, refused.reason(), clientRequest.getRequestURI());
        else LOG.debug("{}{} on {}", where, refused.reason(), clientRequest.getRequestURI());
        snapshot.forwarder().refuse(refused, ruling, clientRequest, clientResponse);
    }

    /** What the proxy tells while it runs; null before {@link #init}. */
    public Telemetry telemetry() {
        return telemetry;
    }

    /** Connections to upstreams that are in use at this moment, of all rules. */
    public int leasedConnections() {
        return snapshot == null ? 0 : snapshot.upstreams().leased();
    }

    /** Closes every connection and ends every thread of this filter. */
    @Override
    public void destroy() {
        if (snapshot == null) return;
        handOff.close();
        snapshot.close();
        snapshot = null;
    }
}
