/**
 * The connection settings of a rule: the parameters of a worker, the decision on reuse, TLS, and remote proxies.
 *
 * <p>Start at {@link io.github.passmatch.rules.connection.ConnectionSettings}.
 */
package io.github.passmatch.rules.connection;
