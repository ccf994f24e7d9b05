/**
 * Text to words with their places: lines, quotes, variables, values with units, and the files that lines name.
 *
 * <p>Start at {@link io.github.passmatch.config.text.Lexer}.
 */
package io.github.passmatch.config.text;
