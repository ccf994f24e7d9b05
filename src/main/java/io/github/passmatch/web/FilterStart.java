package io.github.passmatch.web;

import io.github.passmatch.config.ConfigOrigin;
import io.github.passmatch.config.Reading;
import io.github.passmatch.config.problem.ConfigException;
import io.github.passmatch.diagnose.Telemetry;
import io.github.passmatch.diagnose.figures.FilterName;
import io.github.passmatch.upstream.HttpClientLibraries;
import io.github.passmatch.upstream.log.Loggers;
import io.github.passmatch.upstream.reactor.ChannelSelector;
import io.github.passmatch.upstream.reactor.Reactor;
import io.github.passmatch.web.location.ConfigLocator;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;

/**
 * Does the steps of the filter's start that depend on the environment: logging, libraries, configuration and metrics. Failures are logged and thrown, because
 * containers write the exception of a filter to a file, and little to the console.
 */
final class FilterStart {

    private static final Logger LOG = Loggers.of("passmatch");

    private final FilterConfig filter;
    private final ServletContext context;

    FilterStart(FilterConfig filter) {
        this.filter = filter;
        this.context = filter.getServletContext();
    }

    /** Without SLF4J provider, log lines go to the container's log. */
    void prepareLogging() {
        Loggers.fallBackTo(this::log);
        if (!Loggers.hasProvider()) LOG.info("there is no SLF4J provider, so these lines go to the container's log; for levels and files add one, for example org.slf4j:slf4j-jdk14");
    }

    private void log(String line, Throwable cause) {
        if (cause == null) context.log(line);
        else context.log(line, cause);
    }

    /** @throws ServletException if the application's HttpClient does not fit */
    static void requireFittingLibraries() throws ServletException {
        Optional<String> problem = HttpClientLibraries.problem();
        if (problem.isEmpty()) return;
        LOG.error("nothing is started: {}", problem.get());
        throw new ServletException(problem.get());
    }

    /** @throws ServletException if there is no configuration */
    ConfigOrigin origin() throws ServletException {
        try {
            return ConfigLocator.locate(filter);
        } catch (ServletException e) {
            LOG.error("nothing is started: {}", e.getMessage());
            throw e;
        }
    }

    /** @throws ServletException if the configuration has errors (the message lists all of them) or cannot be read */
    static Reading read(ConfigOrigin origin) throws ServletException {
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

    /** @throws ServletException if the file of an access log cannot be written; nothing is started */
    static void openLogs(Telemetry telemetry, Reading reading) throws ServletException {
        try {
            telemetry.openLogs(reading.config());
        } catch (IOException e) {
            LOG.error("nothing is started:\n{}", e.getMessage());
            telemetry.close();
            throw new ServletException(e.getMessage(), e);
        }
    }

    /** @param registry of the constructor; null to use the registry in the context's attribute, or a new one */
    Telemetry telemetry(MeterRegistry registry) {
        FilterName name = new FilterName(virtualServer(), context.getContextPath(), filter.getFilterName());
        if (registry != null) return new Telemetry(name, registry);
        Object attribute = context.getAttribute(ProxyFilter.REGISTRY);
        if (attribute instanceof MeterRegistry applications) return new Telemetry(name, applications);
        if (attribute != null)
            LOG.warn("the context's attribute {} is not a MeterRegistry that this webapp can use (it is a {}): metrics go to a new registry", ProxyFilter.REGISTRY, attribute.getClass().getName());
        return new Telemetry(name);
    }

    /** The registry in the context's attribute, or null. */
    ObservationRegistry observations() {
        Object attribute = context.getAttribute(ProxyFilter.OBSERVATIONS);
        if (attribute instanceof ObservationRegistry applications) return applications;
        if (attribute != null)
            LOG.warn("the context's attribute {} is not an ObservationRegistry that this webapp can use (it is a {}): there are no spans", ProxyFilter.OBSERVATIONS, attribute.getClass().getName());
        return null;
    }

    /** A reactor that uses the selectors of the server, if the server shares them. */
    @SuppressWarnings("unchecked")
    Reactor reactor() {
        return new Reactor((Supplier<ChannelSelector>) context.getAttribute(ProxyFilter.SELECTORS));
    }

    private String virtualServer() {
        try {
            return Objects.requireNonNullElse(context.getVirtualServerName(), "");
        } catch (UnsupportedOperationException e) {
            return "";
        }
    }
}
