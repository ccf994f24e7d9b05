package io.github.passmatch.config.text;

import io.github.passmatch.config.problem.Problems;
import io.github.passmatch.rules.Bytes;
import io.github.passmatch.rules.expression.BadExpression;
import io.github.passmatch.rules.expression.Condition;
import io.github.passmatch.rules.expression.ExpressionReader;
import io.github.passmatch.rules.fields.FieldFormat;
import java.util.Optional;

/** Reads the expressions in words of a directive, and reports errors with their position. */
public final class Expressions {

    private Expressions() { }

    /** The reader of one kind of expression. */
    @FunctionalInterface
    private interface Reader<T> {
        T read(String bytes) throws BadExpression;
    }

    /**
     * Reads a condition.
     *
     * @param from index of its first character in the word
     * @return empty after an error was reported
     */
    public static Optional<Condition> condition(Word word, int from, Problems problems) {
        return read(word, from, ExpressionReader::condition, problems);
    }

    /** Reads a condition on the response of a health check. */
    public static Optional<Condition> ofResponse(Word word, Problems problems) {
        return read(word, 0, ExpressionReader::ofResponse, problems);
    }

    /** Reads a value with variables. */
    public static Optional<FieldFormat> format(Word word, int from, Problems problems) {
        return read(word, from, FieldFormat::expression, problems);
    }

    private static <T> Optional<T> read(Word word, int from, Reader<T> reader, Problems problems) {
        String bytes = Bytes.of(word.text().substring(from));
        try {
            return Optional.of(reader.read(bytes));
        } catch (BadExpression e) {
            problems.error(word.at(from + Bytes.toText(bytes.substring(0, Math.min(e.offset(), bytes.length()))).length()), e.getMessage(), e.hint());
            return Optional.empty();
        }
    }
}
