package io.github.passmatch.rules.rewrite;

import io.github.passmatch.rules.match.Match;

/** What a list of rewrite rules does with a request. */
public sealed interface RewriteResult {

    /** The path is unchanged, and further rules are tried. */
    RewriteResult UNCHANGED = new Unchanged(false);

    /**
     * The path is unchanged.
     *
     * @param ended {@code [END]}: no further rule is tried for the request
     */
    record Unchanged(boolean ended) implements RewriteResult { }

    /**
     * The rules answer or forward the request.
     *
     * @param query the query of a forwarded request, or null
     */
    record Decided(Match match, String query) implements RewriteResult { }

    /**
     * The path is replaced.
     *
     * @param path   decoded, begins with a slash
     * @param query  the query, or null
     * @param passed {@code [PT]}: other rules are applied to the new path; otherwise, outside of sections, the path names a file
     * @param ended  as for {@link Unchanged}
     */
    record Replaced(String path, String query, boolean passed, boolean ended) implements RewriteResult { }
}
