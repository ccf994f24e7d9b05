/**
 * Access control: the lines of mod_authz_core, mod_authz_host and mod_access_compat as values, how sections are merged, and the decision for one request.
 *
 * <p>Start at {@link io.github.passmatch.rules.access.AccessPolicy}. What the decision must know about a request is in {@link io.github.passmatch.rules.access.AccessFacts}.
 */
package io.github.passmatch.rules.access;
