/**
 * The two tables, one row for each directive and one for each worker parameter, and one class for each family of directives.
 *
 * <p>Start at {@link io.github.passmatch.config.directive.Directives}.
 */
package io.github.passmatch.config.directive;
