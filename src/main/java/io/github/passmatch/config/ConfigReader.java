package io.github.passmatch.config;

import io.github.passmatch.config.draft.ConfigDraft;
import io.github.passmatch.config.problem.ConfigException;
import io.github.passmatch.config.problem.ConfigSource;
import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.config.review.Review;
import io.github.passmatch.config.text.FileStamps;
import io.github.passmatch.config.text.Variables;
import io.github.passmatch.rules.server.ProxyConfig;
import java.util.Map;

/** Reads httpd directives and builds the configuration. Safe for concurrent use. */
public final class ConfigReader {

    private ConfigReader() { }

    /**
     * Reads a whole configuration.
     *
     * @param source      the text
     * @param environment the variables for {@code ${NAME}}, in addition to {@code Define}
     * @return the configuration with its warnings and notes
     * @throws ConfigException with all problems, if there is any error
     */
    public static Reading read(ConfigSource source, Map<String, String> environment) throws ConfigException {
        return read(source, environment, new FileStamps(), false);
    }

    /** As {@link #read(ConfigSource, Map)}, for {@code java -jar}: no servlet container does TLS to clients. */
    public static Reading readStandalone(ConfigSource source, Map<String, String> environment) throws ConfigException {
        return read(source, environment, new FileStamps(), true);
    }

    /**
     * @param stamps     receives the state of each included file before it is read
     * @param standalone whether Passmatch itself is the server of the clients
     */
    static Reading read(ConfigSource source, Map<String, String> environment, FileStamps stamps, boolean standalone) throws ConfigException {
        Problems problems = new Problems();
        ConfigDraft draft = new ConfigDraft(problems, new Variables(environment), stamps, standalone);
        new FileReader(source, draft).readAll();
        ProxyConfig config = new ConfigBuilder(draft).build();
        Review.of(draft, config);
        if (problems.hasErrors()) throw new ConfigException(problems.sorted());
        return new Reading(config, problems.sorted());
    }
}
