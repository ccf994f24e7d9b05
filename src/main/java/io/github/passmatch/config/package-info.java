/**
 * From httpd's directives to rules: words with their places, one table of directives, one table of parameters, all problems collected, hints.
 * Imports nothing but the JDK and {@code rules}.
 *
 * <p>Start at {@link io.github.passmatch.config.ConfigReader}; a new directive is a row in {@link io.github.passmatch.config.Directives}, a new
 * parameter a row in {@link io.github.passmatch.config.Parameters}. Reading stays on one thread; what comes out is immutable.
 */
package io.github.passmatch.config;
