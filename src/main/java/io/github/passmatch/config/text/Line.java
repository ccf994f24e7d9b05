package io.github.passmatch.config.text;

import io.github.passmatch.rules.Place;
import java.util.List;

/**
 * One directive: its name and its arguments, continuation lines joined.
 *
 * @param name      the first word
 * @param arguments the others
 * @param rest      the unchanged text after the name, for section headers
 */
public record Line(Word name, List<Word> arguments, String rest) {

    public Line {
        arguments = List.copyOf(arguments);
    }

    public Place place() {
        return name.place();
    }

    public int count() {
        return arguments.size();
    }

    public Word argument(int i) {
        return arguments.get(i);
    }

    /** Just after the last word: where something is missing. */
    public Place end() {
        Word last = arguments.isEmpty() ? name : arguments.get(arguments.size() - 1);
        return last.at(last.text().length() + last.shift());
    }
}
