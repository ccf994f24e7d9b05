package io.github.passmatch.run.process;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.Logger;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * Connects SLF4J to {@code java.util.logging} in {@code java -jar} mode. Like {@code slf4j-jdk14}, which the WAR uses in a container, but the records do not
 * contain the method that logged: finding the method costs a stack walk for each line, and the method is not printed here.
 */
public final class StandaloneLoggers implements SLF4JServiceProvider, ILoggerFactory {

    private static final String PROVIDER_PROPERTY = "slf4j.provider";
    private static final String VERBOSITY_PROPERTY = "slf4j.internal.verbosity";

    private final ConcurrentMap<String, Logger> loggers = new ConcurrentHashMap<>();
    private final IMarkerFactory markers = new BasicMarkerFactory();
    private final MDCAdapter contexts = new NOPMDCAdapter();

    /** Called by SLF4J, by reflection. */
    public StandaloneLoggers() { }

    /** Must be called before the first logger is requested. */
    public static void install() {
        if (System.getProperty(PROVIDER_PROPERTY) != null) return;
        System.setProperty(PROVIDER_PROPERTY, StandaloneLoggers.class.getName());
        if (System.getProperty(VERBOSITY_PROPERTY) == null) System.setProperty(VERBOSITY_PROPERTY, "WARN");     // otherwise SLF4J prints the provider at each start
    }

    @Override
    public void initialize() { }

    @Override
    public Logger getLogger(String name) {
        return loggers.computeIfAbsent(name, StandaloneLogger::new);
    }

    @Override
    public ILoggerFactory getLoggerFactory() {
        return this;
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return markers;
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return contexts;
    }

    @Override
    public String getRequestedApiVersion() {
        return "2.0.99";
    }
}
