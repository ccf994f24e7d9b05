/**
 * Where loggers come from, and what keeps one kind of line from flooding the log.
 *
 * <p>Start at {@link io.github.passmatch.upstream.log.Loggers}.
 */
package io.github.passmatch.upstream.log;
