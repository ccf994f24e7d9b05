/**
 * The commands of {@code java -jar}: serve, demo, check, explain.
 *
 * <p>Start at {@link io.github.passmatch.run.command.ServeOptions}.
 */
package io.github.passmatch.run.command;
