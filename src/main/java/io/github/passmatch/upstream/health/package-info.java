/**
 * Runs the health checks of members of balancers. A check has a connection of its own, never one of a pool. A plain connect, the request and the response need no thread: the selector threads of
 * {@code upstream.reactor} continue the check. A look-up of a name, a TLS handshake and a Unix socket may wait, on one of a few threads of this package.
 *
 * <p>Start at {@link io.github.passmatch.upstream.health.HealthChecks}, which knows when which member is checked; {@link io.github.passmatch.upstream.health.CheckRun} is one check. The result
 * becomes part of the state of the member ({@code rules.balance}), which is kept when a configuration is read again.
 *
 * <p>{@link io.github.passmatch.upstream.health.Reconnects} looks after members without health check, as long as they are in error because a connect failed.
 */
package io.github.passmatch.upstream.health;
