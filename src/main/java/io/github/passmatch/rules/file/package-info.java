/**
 * The files of a server: which file a path is mapped to, and whether the file may be served.
 *
 * <p>Start at {@link io.github.passmatch.rules.file.FileMap}; {@link io.github.passmatch.rules.file.FileWalk} looks at the mapped name.
 */
package io.github.passmatch.rules.file;
