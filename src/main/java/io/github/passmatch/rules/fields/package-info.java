/**
 * {@code Header} and {@code RequestHeader}: edits of message fields.
 *
 * <p>Start at {@link io.github.passmatch.rules.fields.FieldEdits}.
 */
package io.github.passmatch.rules.fields;
