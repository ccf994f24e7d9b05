/**
 * Collects the directives while lines are read: one draft for each server, section and rule.
 *
 * <p>Start at {@link io.github.passmatch.config.draft.ConfigDraft}.
 */
package io.github.passmatch.config.draft;
