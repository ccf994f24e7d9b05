/**
 * Every wait has a limit: deadlines, the watchdog that ends what lasts too long, and the client that may leave meanwhile.
 *
 * <p>Start at {@link io.github.passmatch.upstream.time.Guard}.
 */
package io.github.passmatch.upstream.time;
