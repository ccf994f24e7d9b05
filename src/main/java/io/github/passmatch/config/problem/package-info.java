/**
 * Collects the problems of a configuration: findings with their ids, places and hints.
 *
 * <p>Start at {@link io.github.passmatch.config.problem.Problems}.
 */
package io.github.passmatch.config.problem;
