/**
 * The standalone mode: {@code java -jar passmatch.war}, the command line, and the embedded Jetty.
 * The only package that uses Jetty and picocli; a deployed webapp never loads this package. Uses the proxy only as a filter.
 *
 * <p>Start at {@link io.github.passmatch.run.Main}; {@link io.github.passmatch.run.Launcher} is what the WAR's manifest
 * names, and only finds the libraries. Threads belong to Jetty, of the kind that {@link io.github.passmatch.run.server.RequestThreads} gives it, but for one shutdown hook
 * ({@link io.github.passmatch.run.process.ShutdownHook}).
 */
package io.github.passmatch.run;
