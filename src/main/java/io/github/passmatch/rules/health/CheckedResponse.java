package io.github.passmatch.rules.health;

import io.github.passmatch.rules.Field;
import io.github.passmatch.rules.expression.ResponseFacts;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The response to a health check. Values are byte strings.
 *
 * @param body empty if the body is not read
 */
public record CheckedResponse(int status, List<Field> fields, String body) implements ResponseFacts {

    public CheckedResponse {
        fields = List.copyOf(fields);
    }

    @Override
    public String field(String name) {
        return fields.stream().filter(field -> field.is(name)).map(Field::value).collect(Collectors.joining(", "));
    }
}
