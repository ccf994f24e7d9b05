/**
 * Reads the directives of redirects and of mod_rewrite.
 *
 * <p>Start at {@link io.github.passmatch.config.rewrite.RewriteLines}.
 */
package io.github.passmatch.config.rewrite;
