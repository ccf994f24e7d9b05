package io.github.passmatch.rules.rewrite;

import java.util.Objects;
import java.util.Optional;

/**
 * The files that rewrite rules see.
 *
 * @param root {@code DocumentRoot} without slash at the end, a byte string; empty: no files are served
 * @param name in a section: the file that the path was mapped to; empty: the path was not mapped to a file
 */
public record RewriteFiles(Optional<String> root, Optional<String> name) {

    public RewriteFiles {
        Objects.requireNonNull(root, "root");
        Objects.requireNonNull(name, "name");
    }
}
