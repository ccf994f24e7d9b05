/**
 * What is said about a configuration: findings with their ids, places and hints, collected until all are known.
 *
 * <p>Start at {@link io.github.passmatch.config.problem.Problems}.
 */
package io.github.passmatch.config.problem;
