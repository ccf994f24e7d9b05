package io.github.passmatch.config.text;

import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.rules.Place;
import java.util.Optional;

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

    /** The part before the first {@code =}; the whole word if there is none. */
    public String name() {
        int equals = text.indexOf('=');
        return equals < 0 ? text : text.substring(0, equals);
    }

    /** The part after the first {@code =}, as the value of {@code name}. A word without {@code =} is reported, and gives empty. */
    public Optional<Value> value(String name, Problems problems) {
        int equals = text.indexOf('=');
        if (equals >= 0) return Optional.of(new Value(name, text.substring(equals + 1), at(equals + 1), problems));
        problems.error(place, name + " needs a value", "write " + name + "=… without spaces around the =");
        return Optional.empty();
    }

    public boolean is(String keyword) {
        return text.equalsIgnoreCase(keyword);
    }
}
