/**
 * Reads the directives of access control and logins, and reports lines that restrict access and are not obeyed.
 *
 * <p>Start at {@link io.github.passmatch.config.access.AccessLines}.
 */
package io.github.passmatch.config.access;
