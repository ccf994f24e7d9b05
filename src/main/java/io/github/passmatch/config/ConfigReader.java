package io.github.passmatch.config;

import java.util.Map;

/** Reads httpd directives into rules. */
public final class ConfigReader {

    private ConfigReader() { }

    /**
     * Reads a whole configuration.
     *
     * @param source      the text
     * @param environment what {@code ${NAME}} may refer to beside {@code Define}
     * @return the configuration with its warnings and notes
     * @throws ConfigException with all problems, if there is any error
     */
    public static Reading read(ConfigSource source, Map<String, String> environment) throws ConfigException {
        throw new UnsupportedOperationException();
    }
}
