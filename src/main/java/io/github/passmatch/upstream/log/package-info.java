/**
 * Loggers, and a limit for the number of log lines of one kind.
 *
 * <p>Start at {@link io.github.passmatch.upstream.log.Loggers}.
 */
package io.github.passmatch.upstream.log;
