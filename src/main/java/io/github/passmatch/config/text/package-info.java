/**
 * Splits text into words with their places: lines, quotation marks, variables, values with units, and files.
 *
 * <p>Start at {@link io.github.passmatch.config.text.Lexer}.
 */
package io.github.passmatch.config.text;
