/**
 * Sends files of the server, by Jetty's resource service.
 *
 * <p>Start at {@link io.github.passmatch.run.file.JettyFiles}.
 */
package io.github.passmatch.run.file;
