/**
 * Corrects a configuration file where a finding has exactly one cure. Start at {@link io.github.passmatch.config.fix.Fixer}.
 */
package io.github.passmatch.config.fix;
