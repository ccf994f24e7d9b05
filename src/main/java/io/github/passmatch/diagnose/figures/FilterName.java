package io.github.passmatch.diagnose.figures;

/**
 * Identifies one filter among all filters of the process.
 *
 * @param host    the virtual host of the container, empty where there is none or the container does not name it
 * @param context the context path, empty for the root context
 * @param filter  the name of the filter
 */
public record FilterName(String host, String context, String filter) {

    /** The context path for display: {@code /} for the root context. */
    String path() {
        return context.isEmpty() ? "/" : context;
    }

    /** The parts in one word: {@code localhost/app/passmatch}. */
    @Override
    public String toString() {
        return host + context + "/" + filter;
    }
}
