/**
 * From httpd's directives to rules: words with their places, one table of directives, one table of parameters, all problems collected, hints.
 * Imports nothing but the JDK and {@code rules}.
 *
 * <p>A {@code FileReader} walks through the lines; a {@code LineContext} says whose draft a line belongs to (server, virtual host, section); when all
 * has been read, {@code ConfigBuilder} and {@code ConnectionBuilder} make values of the drafts, because a line may hold for a rule that stands
 * before it.
 *
 * <p>What works but is probably not intended, and where httpd would behave differently, is reported by {@code Review} and one class per theme ({@code ReviewOfOrder},
 * {@code ReviewOfRegexes} …) when the rules stand; {@link io.github.passmatch.config.problem.Finding} names the kinds of it for machines.
 *
 * <p>Start at {@link io.github.passmatch.config.ConfigReader}; a new directive is a row in {@link io.github.passmatch.config.directive.Directives}, a new
 * parameter a row in {@link io.github.passmatch.config.directive.Parameters}. Reading stays on one thread; what comes out is immutable.
 */
package io.github.passmatch.config;
