package io.github.passmatch.web;

import io.github.passmatch.config.ConfigOrigin;
import io.github.passmatch.config.ConfigSource;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Finds the configuration of a deployed filter. An operator's word comes first: the context parameter, system property or environment
 * variable {@code passmatch.config} / {@code PASSMATCH_CONFIG}, a file path; then the filter's own init-param {@code directives}, the
 * lines themselves, or {@code config}, a resource of the webapp or a file path.
 */
final class ConfigLocator {

    static final String OVERRIDE = "passmatch.config";
    static final String OVERRIDE_ENV = "PASSMATCH_CONFIG";
    private static final String DEFAULT = "/WEB-INF/proxy.conf";

    private ConfigLocator() { }

    static ConfigOrigin locate(FilterConfig filter) throws ServletException {
        String override = override(filter.getServletContext());
        if (override != null) return file(override, "(named by " + OVERRIDE + ") is not");
        String directives = filter.getInitParameter("directives");
        String config = filter.getInitParameter("config");
        if (directives != null && config != null)
            throw new ServletException("the filter has both init-params, \"directives\" and \"config\"; give it one of them");
        if (directives != null) {
            ConfigSource inline = new ConfigSource("web.xml", directives, directoryOf(DEFAULT, filter.getServletContext()));
            return ConfigOrigin.text(() -> inline);
        }
        return resourceOrFile(config == null ? DEFAULT : config.strip(), filter.getServletContext());
    }

    private static String override(ServletContext context) {
        String[] candidates = {context.getInitParameter(OVERRIDE), System.getProperty(OVERRIDE), System.getenv(OVERRIDE_ENV)};
        for (String candidate : candidates) if (candidate != null && !candidate.isBlank()) return candidate.strip();
        return null;
    }

    private static ConfigOrigin resourceOrFile(String path, ServletContext context) throws ServletException {
        URL resource = path.startsWith("/") ? resource(path, context) : null;
        if (resource == null) return file(path, "is neither a resource of the webapp nor");
        String real = context.getRealPath(path);
        if (real == null) return ConfigOrigin.text(() -> open(path, context));
        // Not by the container's resources, which it may cache.
        Path file = Path.of(real).toAbsolutePath();
        return ConfigOrigin.file(file, () -> new ConfigSource(path, ConfigSource.decode(Files.readAllBytes(file)), file.getParent()));
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

    /** Where a resource lies, if the container has unpacked the webapp; else the working directory. */
    private static Path directoryOf(String resource, ServletContext context) {
        String real = context.getRealPath(resource);
        return real == null ? Path.of("") : Path.of(real).toAbsolutePath().getParent();
    }

    private static ConfigOrigin file(String path, String how) throws ServletException {
        Path file = Path.of(path);
        if (!Files.isRegularFile(file)) throw new ServletException("no configuration: " + path + " " + how + " a readable file");
        return ConfigOrigin.file(file);
    }
}
