package io.github.passmatch.run.server;

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
 * SLF4J's way to {@code java.util.logging} in {@code java -jar} mode. As {@code slf4j-jdk14}, which the WAR uses in a container, but records do not
 * name the method that logged, which costs a walk through the stack for every line and is printed by nobody here.
 */
public final class StandaloneLoggers implements SLF4JServiceProvider, ILoggerFactory {

    private static final String PROVIDER_PROPERTY = "slf4j.provider";
    private static final String VERBOSITY_PROPERTY = "slf4j.internal.verbosity";

    private final ConcurrentMap<String, Logger> loggers = new ConcurrentHashMap<>();
    private final IMarkerFactory markers = new BasicMarkerFactory();
    private final MDCAdapter contexts = new NOPMDCAdapter();

    /** For SLF4J, which makes it by its name. */
    public StandaloneLoggers() { }

    /** Must come before the first logger is asked for. */
    public static void install() {
        if (System.getProperty(PROVIDER_PROPERTY) != null) return;
        System.setProperty(PROVIDER_PROPERTY, StandaloneLoggers.class.getName());
        if (System.getProperty(VERBOSITY_PROPERTY) == null) System.setProperty(VERBOSITY_PROPERTY, "WARN");     // else it announces this on every start
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
