package io.github.passmatch.upstream.request;

import io.github.passmatch.rules.Field;
import io.github.passmatch.rules.fields.FieldContext;
import io.github.passmatch.rules.fields.FieldEdits;
import io.github.passmatch.rules.server.RoutingDecision;
import java.util.List;

/** {@code RequestHeader} and {@code Header} at work on one exchange; the lists come back as they are where there are no such lines. */
public final class Edits {

    private Edits() { }

    /** The client's fields as they are to be forwarded. */
    public static List<Field> ofRequest(List<Field> clientFields, RoutingDecision decision) {
        FieldEdits edits = decision.scope().edits();
        return edits.all().isEmpty() ? clientFields : edits.ofRequest(clientFields, context(decision));
    }

    /** The upstream's fields as they are to be passed on. */
    public static List<Field> ofAnswer(List<Field> upstreamFields, RoutingDecision decision) {
        FieldEdits edits = decision.scope().edits();
        return edits.all().isEmpty() ? upstreamFields : edits.ofAnswer(upstreamFields, context(decision));
    }

    /** What goes with an answer of our own. */
    public static List<Field> ofOwnAnswer(RoutingDecision decision) {
        FieldEdits edits = decision.scope().edits();
        return edits.all().isEmpty() ? List.of() : edits.ofOwnAnswer(context(decision));
    }

    private static FieldContext context(RoutingDecision decision) {
        return new FieldContext(decision.request(), decision.environment(), decision.receivedMicros(), decision::elapsedMicros);
    }
}
