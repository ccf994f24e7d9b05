package io.github.passmatch.rules.error;

import io.github.passmatch.rules.Place;
import java.util.Objects;

/** One {@code ErrorDocument}: the response body that replaces the built-in page for a status. */
public sealed interface ErrorDocument {

    /** The position of the directive. */
    Place place();

    /**
     * The text of a page.
     *
     * @param text a byte string, sent unchanged
     */
    record Text(Place place, String text) implements ErrorDocument {
        public Text {
            Objects.requireNonNull(place, "place");
            Objects.requireNonNull(text, "text");
        }
    }

    /**
     * The response to a {@code GET} of a local path.
     *
     * @param path begins with a slash, may have a query; a byte string
     */
    record LocalPath(Place place, String path) implements ErrorDocument {
        public LocalPath {
            Objects.requireNonNull(place, "place");
            if (!path.startsWith("/")) throw new IllegalArgumentException("path must begin with a slash, was " + path);
        }
    }

    /**
     * A redirect with status 302; the client does not see the status of the error.
     *
     * @param url absolute, without spaces and control characters; a byte string
     */
    record Redirect(Place place, String url) implements ErrorDocument {
        public Redirect {
            Objects.requireNonNull(place, "place");
            Objects.requireNonNull(url, "url");
        }
    }

    /** {@code default}: the built-in page, even if an outer scope has another document. */
    record BuiltIn(Place place) implements ErrorDocument {
        public BuiltIn {
            Objects.requireNonNull(place, "place");
        }
    }
}
