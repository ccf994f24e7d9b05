package io.github.passmatch.config.text;

import io.github.passmatch.rules.Place;

/**
 * Holds one word of a directive without its quotation marks and escapes.
 *
 * @param text  the text of the word
 * @param place the beginning of the word, with its opening quotation mark
 * @param shift columns from {@code place} to the first character of {@code text}: 1 after a quote
 */
public record Word(String text, Place place, int shift) {

    /** The hint for a word with which a comment begins. */
    public static final String NO_COMMENT = "a comment cannot follow a directive on its line";

    public Word(String text, Place place) {
        this(text, place, 0);
    }

    /** The place of a character of {@code text}; exact unless an escape comes before it. */
    public Place at(int offset) {
        return new Place(place.file(), place.line(), place.column() + shift + Math.max(0, offset));
    }

    /** Whether the user probably meant a comment. */
    public boolean isComment() {
        return text.startsWith("#");
    }

    public boolean is(String keyword) {
        return text.equalsIgnoreCase(keyword);
    }
}
