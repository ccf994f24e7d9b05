/**
 * The environment of a request: variables set by {@code SetEnv}, {@code SetEnvIf} and related directives, and the facts of the request on which they depend.
 *
 * <p>Start at {@link io.github.passmatch.rules.environment.Environment}.
 */
package io.github.passmatch.rules.environment;
