/**
 * Writes the access log.
 *
 * <p>Start at {@link io.github.passmatch.diagnose.log.AccessLog}.
 */
package io.github.passmatch.diagnose.log;
