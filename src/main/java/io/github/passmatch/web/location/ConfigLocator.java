package io.github.passmatch.web.location;

import io.github.passmatch.config.ConfigOrigin;
import io.github.passmatch.config.MisspeltNames;
import io.github.passmatch.config.problem.ConfigSource;
import io.github.passmatch.config.problem.Hints;
import io.github.passmatch.upstream.log.Loggers;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;

/**
 * Finds the configuration of a deployed filter. A setting of the operator has priority ({@link ConfigName}); then the filter's init-param {@code directives}, which
 * contains the lines, or {@code config}, a resource of the webapp or a file path.
 */
public final class ConfigLocator {

    private static final Logger LOG = Loggers.of("passmatch");
    private static final String DIRECTIVES = "directives";
    private static final String CONFIG = "config";
    private static final List<String> PARAMETERS = List.of(DIRECTIVES, CONFIG);
    private static final String DEFAULT = "/WEB-INF/proxy.conf";

    private final FilterConfig filter;
    private final ServletContext context;
    private final List<ConfigName> names;

    private ConfigLocator(FilterConfig filter, UnaryOperator<String> environment) {
        this.filter = filter;
        this.context = filter.getServletContext();
        this.names = ConfigName.all(context, environment);
    }

    /** Finds the configuration; the log says where it comes from, and which other configuration is not used. */
    public static ConfigOrigin locate(FilterConfig filter) throws ServletException {
        return locate(filter, System::getenv);
    }

    static ConfigOrigin locate(FilterConfig filter, UnaryOperator<String> environment) throws ServletException {
        return new ConfigLocator(filter, environment).locate();
    }

    private ConfigOrigin locate() throws ServletException {
        for (String name : Collections.list(filter.getInitParameterNames()))
            if (!PARAMETERS.contains(name)) LOG.warn("the filter has no init-param \"{}\", so it is not used; {}", name, advice(name));
        MisspeltNames.ofProcess().forEach(LOG::warn);
        for (ConfigName name : names) if (name.file().isPresent()) return named(name);
        String directives = filter.getInitParameter(DIRECTIVES);
        String config = filter.getInitParameter(CONFIG);
        if (directives != null && config != null)
            throw new ServletException("the filter has both init-params, \"directives\" and \"config\"; set only one of them");
        if (directives != null) {
            LOG.info("the rules come from the init-param directives of the filter {}", filter.getFilterName());
            ConfigSource inline = InlineDirectives.source(directives, context, directoryOf(DEFAULT));
            return ConfigOrigin.text(() -> inline);
        }
        return resourceOrFile(config == null ? DEFAULT : config.strip(), config == null ? "the default" : "the init-param config");
    }

    private static String advice(String name) {
        String near = Hints.didYouMean(name, PARAMETERS);
        return near.isEmpty() ? "the init-params are directives and config" : near;
    }

    private ConfigOrigin named(ConfigName name) throws ServletException {
        Path file = path(name.file().get(), name.words());
        String unused = unused();
        if (!Files.isRegularFile(file)) throw new ServletException("no configuration: " + file + ", named by " + name.words() + ", is not a readable file");
        LOG.info("the rules come from {}, named by {}", file, name.words());
        if (!unused.isEmpty() && name.allWebapps()) LOG.warn("the {} is not used, because {} names {} for every webapp of this process. To name a file for one webapp only, use {}, {} or {}",
                unused, name.words(), file, names.get(0).words(), names.get(1).words(), names.get(2).words());
        else if (!unused.isEmpty()) LOG.info("the {} is not used", unused);
        return ConfigOrigin.file(file);
    }

    /** The init-param that is not used if the operator names a file; empty for the default file, which the operator is expected to replace. */
    private String unused() {
        String config = filter.getInitParameter(CONFIG);
        if (filter.getInitParameter(DIRECTIVES) != null) return "init-param directives";
        return config == null || config.strip().equals(DEFAULT) ? "" : "init-param config (" + config.strip() + ")";
    }

    private static Path path(String name, String namedBy) throws ServletException {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new ServletException("no configuration: the value of " + namedBy + " is not a valid path: " + e.getMessage(), e);
        }
    }

    private ConfigOrigin resourceOrFile(String path, String by) throws ServletException {
        URL resource = path.startsWith("/") ? resource(path, context) : null;
        if (resource == null) return file(path, by);
        LOG.info("the rules come from the webapp's {} ({})", path, by);
        String real = context.getRealPath(path);
        if (real == null) return ConfigOrigin.text(() -> open(path, context));
        // Read as a file, because the container may cache resources.
        Path file = Path.of(real).toAbsolutePath();
        return ConfigOrigin.file(file, () -> new ConfigSource(path, ConfigSource.decode(Files.readAllBytes(file)), file.getParent()));
    }

    private ConfigOrigin file(String path, String by) throws ServletException {
        Path file = path(path, by);
        if (Files.isRegularFile(file)) {
            LOG.info("the rules come from {} ({})", path, by);
            return ConfigOrigin.file(file);
        }
        StringBuilder message = new StringBuilder("no configuration: " + path + " (" + by + ") is neither a resource of the webapp nor a readable file. Looked for, in this order:");
        for (ConfigName name : names) message.append("\n  ").append(name.words()).append(": not set");
        message.append("\n  the init-param directives: not set\n  ").append(by).append(": ").append(path).append(" in the webapp, then the file ").append(file.toAbsolutePath());
        throw new ServletException(message.toString());
    }

    private static URL resource(String path, ServletContext context) throws ServletException {
        try {
            return context.getResource(path);
        } catch (MalformedURLException e) {
            throw new ServletException("the webapp's resource " + path + " cannot be read: " + e, e);
        }
    }

    private static ConfigSource open(String path, ServletContext context) throws IOException {
        try (InputStream in = context.getResourceAsStream(path)) {
            if (in == null) throw new NoSuchFileException(path);
            return new ConfigSource(path, ConfigSource.decode(in.readAllBytes()));
        }
    }

    /** The directory of a resource if the container has unpacked the webapp; else the working directory. */
    private Path directoryOf(String resource) {
        String real = context.getRealPath(resource);
        return real == null ? Path.of("") : Path.of(real).toAbsolutePath().getParent();
    }
}
