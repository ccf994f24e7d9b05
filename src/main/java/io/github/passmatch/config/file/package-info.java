/**
 * The directives for files of the server: {@code DocumentRoot}, {@code Alias}, {@code DirectoryIndex}, {@code Options} and related lines.
 *
 * <p>Start at {@link io.github.passmatch.config.file.FileLines}.
 */
package io.github.passmatch.config.file;
