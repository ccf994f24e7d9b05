package io.github.passmatch.rules;

/** One {@code SetEnv}, {@code UnsetEnv}, {@code SetEnvIf}, …: what it does to a request's environment. Immutable. */
@FunctionalInterface
public interface EnvironmentRule {

    /** Sets or takes out what the directive says, if the request is as it says. */
    void apply(RequestFacts request, Environment environment);
}
