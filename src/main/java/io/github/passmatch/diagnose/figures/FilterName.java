package io.github.passmatch.diagnose.figures;

/**
 * What tells one filter from all others in the same process.
 *
 * @param host    the virtual host of the container, empty where it has none or does not say
 * @param context the context path, empty for the root context
 * @param filter  the name of the filter
 */
public record FilterName(String host, String context, String filter) {

    /** The context path as people write it: {@code /} for the root context. */
    String path() {
        return context.isEmpty() ? "/" : context;
    }

    /** In one word: {@code localhost/app/passmatch}. */
    @Override
    public String toString() {
        return host + context + "/" + filter;
    }
}
