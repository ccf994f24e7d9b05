/**
 * Contains two tables, with one row for each directive and for each worker parameter, and one class for each group of directives.
 *
 * <p>Start at {@link io.github.passmatch.config.directive.Directives}.
 */
package io.github.passmatch.config.directive;
