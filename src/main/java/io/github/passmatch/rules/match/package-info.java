/**
 * Matching of rules against requests: paths and their views, prefixes, regular expressions, the index over many rules, and the result.
 *
 * <p>Start at {@link io.github.passmatch.rules.match.RuleSet}.
 */
package io.github.passmatch.rules.match;
