package io.github.passmatch.rules.access;

import io.github.passmatch.rules.Place;
import java.util.Objects;

/**
 * The line that denied a request.
 *
 * @param place the position of the line
 * @param text  the line
 */
public record Denial(Place place, String text) {

    public Denial {
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(text, "text");
    }

    /** {@code text}, followed by the name of the client that was looked up. */
    static String withName(String text, AccessFacts facts) {
        return text + "; the client's name is " + facts.clientAddress().flatMap(client -> ClientDomain.of(client, facts)).orElse("unknown");
    }

    /** The line with its position, for the log and for explanations. */
    @Override
    public String toString() {
        return text + " (" + place.fileAndLine() + ")";
    }
}
