package io.github.passmatch.rules.rewrite;

import io.github.passmatch.rules.environment.RequestVariable;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A variable {@code %{NAME}} of rewriting: those of all requests, and those that only mod_rewrite has or whose values rules change. */
@FunctionalInterface
interface RewriteVariable {

    /** The value; empty text if the request does not have it. */
    String of(RewriteRun run);

    /** Names that stay empty for proxied requests, as in httpd. */
    Set<String> EMPTY = Set.of("PATH_INFO", "AUTH_TYPE", "REMOTE_IDENT", "HANDLER", "CONTEXT_PREFIX", "SCRIPT_USER", "SCRIPT_GROUP");

    /** Names that only expressions have. */
    Set<String> OF_EXPRESSIONS = Set.of("DOCUMENT_URI", "HTTP2");

    /** The user whom access control finds later: allowed in sections only, whose rules come after access control. */
    String USER_AHEAD = "%{LA-U:REMOTE_USER}";

    /**
     * The variable with this name; names of httpd are case-insensitive.
     *
     * @return empty if the name is unknown or not supported
     */
    static Optional<RewriteVariable> named(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        if (EMPTY.contains(upper)) return Optional.of(run -> "");
        if (OF_EXPRESSIONS.contains(upper)) return Optional.empty();
        return switch (upper) {
            case "REQUEST_FILENAME", "SCRIPT_FILENAME" -> Optional.of(RewriteRun::fileName);
            case "DOCUMENT_ROOT" -> Optional.of(run -> run.files().root().orElse(""));
            case "QUERY_STRING" -> Optional.of(run -> run.query() == null ? "" : run.query());
            case "LA-U:REMOTE_USER" -> named("REMOTE_USER");
            case "SSL:HTTPS" -> Optional.of(run -> run.context().request().scheme().equals("https") ? "on" : "");
            default -> RequestVariable.of(name).map(variable -> run -> variable.of(run.context()));
        };
    }
}
