/**
 * What a rule is and which rule takes a request. Pure values and functions: no I/O, no clock, nothing outside the JDK.
 *
 * <p>Paths, regular expressions and target URLs are held as <em>byte strings</em>: one {@code char} from 0 to 255 for
 * each byte of the UTF-8 text ({@link io.github.passmatch.rules.Bytes}), because httpd matches and escapes bytes.
 *
 * <p>Start at {@link io.github.passmatch.rules.RuleSet#match}. Everything here is immutable and safe to share.
 */
package io.github.passmatch.rules;
