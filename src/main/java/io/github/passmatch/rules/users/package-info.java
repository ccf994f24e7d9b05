/**
 * The users of HTTP Basic authentication: password files, group files, and the check of the credentials of a request.
 *
 * <p>Start at {@link io.github.passmatch.rules.users.LoginSettings}.
 */
package io.github.passmatch.rules.users;
