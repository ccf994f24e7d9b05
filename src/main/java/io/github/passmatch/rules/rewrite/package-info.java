/**
 * Redirects ({@code Redirect} and its family) and rewriting ({@code RewriteRule} and its family).
 *
 * <p>Start at {@link io.github.passmatch.rules.rewrite.Redirects}.
 */
package io.github.passmatch.rules.rewrite;
