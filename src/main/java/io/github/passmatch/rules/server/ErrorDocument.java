package io.github.passmatch.rules.server;

import io.github.passmatch.rules.Place;
import java.util.Objects;

/** One {@code ErrorDocument}: what the client gets in place of the built-in page for a status. */
public sealed interface ErrorDocument {

    /** Where it stands. */
    Place place();

    /**
     * A page.
     *
     * @param text a byte string, sent as it is
     */
    record Text(Place place, String text) implements ErrorDocument {
        public Text {
            Objects.requireNonNull(place, "place");
            Objects.requireNonNull(text, "text");
        }
    }

    /**
     * What a {@code GET} of a path of our own yields.
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
     * A redirect with status 302, so that the client never learns the error's own status.
     *
     * @param url absolute, without blanks and control characters; a byte string
     */
    record Redirect(Place place, String url) implements ErrorDocument {
        public Redirect {
            Objects.requireNonNull(place, "place");
            Objects.requireNonNull(url, "url");
        }
    }

    /** {@code default}: the built-in page, whatever is said further out. */
    record BuiltIn(Place place) implements ErrorDocument {
        public BuiltIn {
            Objects.requireNonNull(place, "place");
        }
    }
}
