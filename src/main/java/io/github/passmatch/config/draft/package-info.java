/**
 * What is being read, before it is whole: one draft for each server, section and rule.
 *
 * <p>Start at {@link io.github.passmatch.config.draft.ConfigDraft}.
 */
package io.github.passmatch.config.draft;
