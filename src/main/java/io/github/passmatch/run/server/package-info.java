/**
 * The embedded Jetty: its threads and limits, its logging, its start and its end.
 *
 * <p>Start at {@link io.github.passmatch.run.server.StandaloneServer}.
 */
package io.github.passmatch.run.server;
