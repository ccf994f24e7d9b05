/**
 * Which rule takes a request: paths and their views, prefixes, expressions, the index over many rules, and the result.
 *
 * <p>Start at {@link io.github.passmatch.rules.match.RuleSet}.
 */
package io.github.passmatch.rules.match;
