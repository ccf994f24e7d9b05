/**
 * Limits of waits: deadlines, the watchdog that ends a wait at its limit, and the client that may leave meanwhile.
 *
 * <p>Start at {@link io.github.passmatch.upstream.time.Guard}.
 */
package io.github.passmatch.upstream.time;
