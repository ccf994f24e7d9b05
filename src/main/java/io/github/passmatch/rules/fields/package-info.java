/**
 * {@code Header} and {@code RequestHeader}: edits of the fields of a message.
 *
 * <p>Start at {@link io.github.passmatch.rules.fields.FieldEdits}.
 */
package io.github.passmatch.rules.fields;
