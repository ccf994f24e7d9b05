package io.github.passmatch.config.text;

import io.github.passmatch.rules.Place;

/**
 * One word of a directive, quotes and escapes resolved.
 *
 * @param text  what it says
 * @param place where it begins, its opening quote included
 * @param shift columns from {@code place} to the first character of {@code text}: 1 after a quote
 */
public record Word(String text, Place place, int shift) {

    public Word(String text, Place place) {
        this(text, place, 0);
    }

    /** The place of a character of {@code text}; exact unless an escape comes before it. */
    public Place at(int offset) {
        return new Place(place.file(), place.line(), place.column() + shift + Math.max(0, offset));
    }

    public boolean is(String keyword) {
        return text.equalsIgnoreCase(keyword);
    }
}
