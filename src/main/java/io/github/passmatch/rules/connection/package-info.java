/**
 * How the connections of a rule are made, used and kept: the parameters of a worker, the decision on reuse, TLS, and the way to the upstream.
 *
 * <p>Start at {@link io.github.passmatch.rules.connection.ConnectionSettings}.
 */
package io.github.passmatch.rules.connection;
