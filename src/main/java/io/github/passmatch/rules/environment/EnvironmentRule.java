package io.github.passmatch.rules.environment;

/** One {@code SetEnvIf}, {@code BrowserMatch}, …: what it does to the environment of a request. Immutable. Plain settings are {@link EnvironmentSetting}s. */
@FunctionalInterface
public interface EnvironmentRule {

    /** Sets or takes out what the directive says, if the request is as it says. */
    void apply(RequestFacts request, Environment environment);
}
