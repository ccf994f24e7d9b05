/**
 * The environment of a request: what {@code SetEnv}, {@code SetEnvIf} and their kin set, and the facts of the request that they look at.
 *
 * <p>Start at {@link io.github.passmatch.rules.environment.Environment}.
 */
package io.github.passmatch.rules.environment;
