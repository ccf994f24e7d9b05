/**
 * Reads httpd's directives, and builds the rules: words with their places, one table of directives, one table of parameters, all problems with hints.
 * Imports only the JDK and {@code rules}.
 *
 * <p>A {@code FileReader} reads the lines; a {@code LineContext} gives the draft to which a line belongs (server, virtual host, section). After all lines
 * have been read, {@code ConfigBuilder} and {@code ConnectionBuilder} build immutable values from the drafts, because a line may apply to an earlier
 * rule.
 *
 * <p>{@code Review} and one class per theme ({@code ReviewOfOrder}, {@code ReviewOfRegexes} …) report what is probably not intended, and where httpd behaves
 * differently, after the rules are built; {@link io.github.passmatch.config.problem.Finding} has the stable names of these findings.
 *
 * <p>Start at {@link io.github.passmatch.config.ConfigReader}; a new directive is a row in {@link io.github.passmatch.config.directive.Directives}, a new
 * parameter a row in {@link io.github.passmatch.config.parameter.Parameters}. A configuration is read by one thread; the result is immutable.
 */
package io.github.passmatch.config;
