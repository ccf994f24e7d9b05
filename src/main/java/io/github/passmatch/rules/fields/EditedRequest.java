package io.github.passmatch.rules.fields;

import io.github.passmatch.rules.Field;
import io.github.passmatch.rules.environment.ChangedRequest;
import io.github.passmatch.rules.environment.RequestFacts;
import java.util.List;

/** A request whose fields were edited. */
record EditedRequest(RequestFacts original, List<Field> fields) implements ChangedRequest {

    @Override
    public List<String> fields(String name) {
        return Field.values(fields, name);
    }
}
