package io.github.passmatch.boot;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Holds the properties {@code passmatch.*}. A name that is not in this list stops the start.
 *
 * @param directives the directives themselves; null or blank if not set
 * @param config     the location of a file with directives: {@code classpath:…}, {@code file:…} or a path; null or blank if not set
 * @param order      the order of the filter; null for the one just after Spring Security
 */
@ConfigurationProperties(prefix = PassmatchProperties.PREFIX, ignoreUnknownFields = false)
record PassmatchProperties(String directives, String config, Integer order) {

    static final String PREFIX = "passmatch";
    static final String DIRECTIVES = PREFIX + ".directives";
    static final String CONFIG = PREFIX + ".config";

    boolean hasDirectives() {
        return isSet(directives);
    }

    boolean hasConfig() {
        return isSet(config);
    }

    /** Where the rules come from, for people. */
    String origin() {
        return hasConfig() ? config.strip() : DIRECTIVES;
    }

    static boolean isSet(String value) {
        return value != null && !value.isBlank();
    }
}
