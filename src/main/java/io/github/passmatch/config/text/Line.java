package io.github.passmatch.config.text;

import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.rules.Place;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Holds one directive: its name and its arguments, with continuation lines joined.
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

    /** The place after the last word, for messages about a missing word. */
    public Place end() {
        Word last = arguments.isEmpty() ? name : arguments.get(arguments.size() - 1);
        return last.at(last.text().length() + last.shift());
    }

    /** The name and the arguments, with one space between them. */
    public String text() {
        return Stream.concat(Stream.of(name), arguments.stream()).map(Word::text).collect(Collectors.joining(" "));
    }

    /** Notes that the directive has no effect here, and that this is harmless. */
    public void noteIgnored(Problems problems) {
        problems.note(place(), name.text() + " concerns httpd only and is ignored", "");
    }

    /** The argument of a directive that takes exactly one; empty after an error was reported. */
    public Optional<Value> onlyArgument(Problems problems) {
        if (count() != 1) {
            problems.error(count() == 0 ? end() : argument(1).place(), name.text() + " takes one argument",
                    count() > 1 && argument(1).isComment() ? Word.NO_COMMENT : "");
            return Optional.empty();
        }
        return Optional.of(new Value(name.text(), argument(0).text(), argument(0).place(), problems));
    }
}
