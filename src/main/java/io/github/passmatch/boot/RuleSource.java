package io.github.passmatch.boot;

import io.github.passmatch.config.ConfigOrigin;
import io.github.passmatch.config.Reading;
import io.github.passmatch.config.problem.ConfigException;
import io.github.passmatch.config.problem.ConfigSource;
import io.github.passmatch.upstream.HttpClientLibraries;
import io.github.passmatch.web.ProxyFilter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.origin.Origin;
import org.springframework.core.env.Environment;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;
import org.springframework.util.ResourceUtils;

/** Reads the rules that the properties contain or name, and makes the filter. Everything that is wrong is found here, before the web server starts. */
final class RuleSource {

    private final PassmatchProperties properties;
    private final Environment environment;
    private final ResourceLoader resources;

    RuleSource(PassmatchProperties properties, Environment environment, ResourceLoader resources) {
        this.properties = properties;
        this.environment = environment;
        this.resources = resources;
    }

    /**
     * @param registry of the application; null if there is not exactly one
     * @throws StartRefused if there is anything wrong
     */
    ProxyFilter filter(MeterRegistry registry) {
        Optional<String> libraries = HttpClientLibraries.problem();
        if (libraries.isPresent()) throw new StartRefused(libraries.get(), "Choose these versions in the properties of your build (httpclient5.version, httpcore5.version).", null);
        if (properties.hasDirectives() && properties.hasConfig())
            throw new StartRefused("Both " + PassmatchProperties.DIRECTIVES + " and " + PassmatchProperties.CONFIG + " are set.", "Remove one of the two properties.", null);
        return properties.hasConfig() ? filter(ofFile(), PassmatchProperties.CONFIG + " = " + properties.origin(), registry)
                : filter(ofProperty(), PassmatchProperties.DIRECTIVES + place(PassmatchProperties.DIRECTIVES), registry);
    }

    private static ProxyFilter filter(ConfigOrigin origin, String words, MeterRegistry registry) {
        try {
            Reading reading = origin.read();
            return new ProxyFilter(reading, origin, registry);
        } catch (ConfigException e) {
            throw new StartRefused("The Passmatch configuration has errors (" + words + "):\n\n" + e.getMessage(), "Correct these lines. After each ^ is what helps.", e);
        } catch (IOException e) {
            throw new StartRefused("The Passmatch configuration cannot be read (" + words + "): " + e, "Make the file readable.", e);
        }
    }

    /** A file is read again when it changes; a resource in a jar never changes. */
    private ConfigOrigin ofFile() {
        String location = properties.origin();
        Resource resource = ResourceUtils.isUrl(location) ? resources.getResource(location) : new FileSystemResource(location);
        if (!resource.isReadable()) throw new StartRefused("There is no Passmatch configuration: " + resource.getDescription() + ", named by " + PassmatchProperties.CONFIG
                + place(PassmatchProperties.CONFIG) + ", is not a readable file.", "Name a file: its path, file:… or classpath:….", null);
        Variables variables = new Variables(environment);
        try {
            return (resource.isFile() ? ConfigOrigin.file(resource.getFile().toPath()) : ConfigOrigin.text(() -> new ConfigSource(location, text(resource), Path.of("")))).with(variables);
        } catch (IOException e) {
            throw new StartRefused("The Passmatch configuration " + location + " cannot be read: " + e, "Make the file readable.", e);
        }
    }

    private static String text(Resource resource) throws IOException {
        try (InputStream in = resource.getInputStream()) {
            return ConfigSource.decode(in.readAllBytes());
        }
    }

    /** The lines as they were written: Spring would take {@code ${lowercase:%1}}, which calls a RewriteMap, for a property with a default value. */
    private ConfigOrigin ofProperty() {
        String directives = property(PassmatchProperties.DIRECTIVES).map(ConfigurationProperty::getValue).map(Object::toString).orElse(properties.directives());
        return ConfigOrigin.text(() -> new ConfigSource(PassmatchProperties.DIRECTIVES, directives)).with(new Variables(environment));
    }

    /** {@code  in class path resource [application.yml] - 3:15}, or nothing. */
    private String place(String name) {
        return property(name).map(ConfigurationProperty::getOrigin).map(Origin::toString).map(origin -> " in " + origin).orElse("");
    }

    private Optional<ConfigurationProperty> property(String name) {
        ConfigurationPropertyName wanted = ConfigurationPropertyName.of(name);
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            ConfigurationProperty found = source.getConfigurationProperty(wanted);
            if (found != null) return Optional.of(found);
        }
        return Optional.empty();
    }
}
