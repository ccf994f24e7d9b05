/**
 * Regular expressions of PCRE2, rewritten for the JDK's engine, with bounded work; and which of many expressions or prefixes can match at all.
 *
 * <p>Start at {@link io.github.passmatch.rules.regex.Pcre}.
 */
package io.github.passmatch.rules.regex;
