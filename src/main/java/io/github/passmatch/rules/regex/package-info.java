/**
 * Regular expressions of PCRE2, translated to Java's syntax and executed with bounded work; and an index over the literal starts of expressions and prefixes.
 *
 * <p>Start at {@link io.github.passmatch.rules.regex.Pcre}.
 */
package io.github.passmatch.rules.regex;
